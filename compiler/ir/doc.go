// Package ir is the one written-down meaning of a featc program: names are
// bound, every expression has a type, aggregations are taken apart into
// components, and nothing in it knows of SQL or of Go. Both backends and the
// reference interpreter start from here.
//
// The vocabulary:
//
//   - A Source is a stream of events, each a row of typed columns with an event
//     time and an arrival time.
//   - A View groups features over one source for one entity: the key columns of
//     the source pick the events of an entity.
//   - A Feature is either an Aggregation over the events in a Window, or derived:
//     an expression over other features, and in a FeatureSet over request fields.
//   - An Aggregation is a list of Components (count, sum, min, last …), each
//     reduced over the window by itself, and a finishing expression over them.
//     mean is sum and count; the backends know components only.
//   - An expression is row-level (over the columns of one event), finishing
//     (over components) or derived (over features and request fields). One tree
//     serves all three; the leaves differ.
//
// Null rules. Every operation is strict (null where an operand is null) unless
// its Op says otherwise, and an operation that fails (overflow, division by
// zero, a result that is not finite) is null.
package ir
