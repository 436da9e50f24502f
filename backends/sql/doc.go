// Package sql turns a plan into SQL that computes it: one statement that is
// point-in-time correct and gives the very bits that generated Go gives.
//
// A statement is a chain of CTEs:
//
//	<source>               the events, decoded (or a table of them)
//	<group>_admitted       without those that are late, duplicated or without a key
//	<group>_inputs         each row-level expression once
//	<group>_…              what the rules of the slots need (rules.go)
//	<group>_at_…           one row per label: the components (plan.Slot)
//	features               finishing expressions, defaults, derived features
//
// Three statements share it and differ in where their labels come from: Train
// (a label file or table), Backfill (every instant at which a view can change)
// and Latest (every entity at one instant).
//
// The vocabulary:
//
//   - A Dialect is what one engine writes differently: words, capabilities,
//     renderings of operations. Generic standard SQL is where each starts from.
//   - A primitive computes one slot: what it needs of each event, what it
//     aggregates per label, and its result from that.
//   - A Rule computes slots for all labels at once; Choose picks it. Lanes and
//     probes are how windows become orders of events and instants of labels, and
//     ranges are the same from the events' side. docs/sql_plans.md tells it all.
//   - layers are CTEs stacked so that an expression that must be written twice
//     is computed once, as a column of the layer below.
package sql
