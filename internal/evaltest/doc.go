// Package evaltest runs the semantics suite of golden/eval: small scripts that
// load events, read feature sets and say what must come out, on every engine.
//
// A script is a list of commands at the start of a line, each with an indented
// body where it has one. Lines that begin with # are comments.
//
//	feat
//	  package example
//	  …
//	case TITLE
//	load SOURCE
//	  user_id amount at
//	  1       10.00  2025-01-01T10:00:00Z
//	eval [SET]
//	  user_id at                   | n total
//	  1       2025-01-01T11:00:00Z | 1 10.00
//	skip ENGINE: REASON
//
// feat gives the program of the cases below it. case forgets all events. load
// adds events of a source: a header of its columns, then rows; a column that is
// not named is null. eval is a table too: before the bar the set's key columns,
// its time column "at" and its request fields, after it columns of the set with
// what they must be, bit for bit. SET may be left out where the program has one.
// Cells are split at blanks, may be "quoted", and null is null; otherwise they
// are read as cells of a csv file are. skip leaves an engine out of a case; it is
// counted in the summary.
package evaltest
