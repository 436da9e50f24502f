// Package jsontext finds values in the text of JSON documents without building
// them. Numbers keep the text they are written in, so that no digit is lost.
//
// A document is JSON as RFC 8259 has it, and a pair of surrogates in a \u escape
// must be whole. There is no limit to how deep values nest. Where an object has a
// key twice, the first counts.
package jsontext
