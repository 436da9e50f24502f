// Package sqlast is a small tree of SQL queries and its printer.
//
// The tree knows no dialect: what is lexical (quoting, reserved words) comes
// from a Lexicon, what is a matter of functions and types is decided by whoever
// builds the tree. The printer owns quoting, precedence and layout, so that a
// query reads as a person would write it: named CTEs, one column a line,
// comments above what they explain.
package sqlast
