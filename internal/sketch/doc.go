// Package sketch measures how far the sketches of the catalogue are from the truth:
// as the SQL that featc emits computes them, which is bit for bit what operators do.
package sketch
