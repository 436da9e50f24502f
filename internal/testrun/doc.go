// Package testrun runs a project's tests on every engine: the `test` blocks of
// its .feat files, and its golden files.
//
// A golden file is a txtar archive in the project's folder golden/: a file
// `set` with the name of a feature set, `events/<source>.csv` per source,
// `reads.csv` with the columns of a label file, and `want.csv` with a column
// per feature and a row per read.
package testrun
