// Package data turns files into typed values and back: CSV and Parquet in,
// for the events of sources and for labels, and CSV and Parquet out, for
// training sets.
//
// Text is decoded by runtime/text, to the same values as in the generated SQL; the
// rules stand in docs/semantics.md. Three things can happen to a cell:
//
//   - it decodes to a value;
//   - it becomes null and is counted, with a Cause (a float that is not finite,
//     text that is not UTF-8), where its column is nullable;
//   - it does not parse, or is null in a column that is not nullable: an error
//     that names file, row, line and column.
package data
