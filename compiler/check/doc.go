// Package check binds the names of a program, types its expressions and lowers
// it to the IR.
//
// Declarations are read in three rounds: first all names, so that order does
// not matter; then what views stand on (entities, sources, lets); then
// features, each when it is first needed, so that a derived feature may come
// before those it reads and a cycle shows itself. What has an error is
// remembered as broken, and what refers to it stays silent: one mistake, one
// message.
package check
