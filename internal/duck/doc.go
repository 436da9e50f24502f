// Package duck runs the SQL backend on an embedded DuckDB: the offline engine of
// featc. Engine computes feature sets over events in memory, TrainFiles over the
// files of a program's sources.
package duck
