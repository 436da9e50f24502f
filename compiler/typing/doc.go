// Package typing makes typed expressions. It knows which conversions happen
// without being asked for, and puts them into the tree as operations.
//
// An Operand is an expression on its way to a type. Most have one from the
// start; a literal takes the type of what it stands beside (3 is an int64
// beside an int64 and a float64 beside a float64) and has one of its own only
// where nothing else decides.
package typing
