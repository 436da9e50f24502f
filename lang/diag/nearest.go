package diag

import "strings"

// Nearest returns the candidate that a person most likely meant by name: the
// one with the fewest single-character edits (swaps of neighbours included, case
// ignored), the first of equals; "" when even that one differs in more than a third of
// its characters.
func Nearest(name string, candidates []string) string {
	best, bestDistance := "", 0
	name = strings.ToLower(name)
	for _, c := range candidates {
		limit := (max(len(name), len(c)) + 2) / 3
		d := editDistance(name, strings.ToLower(c))
		if d <= limit && d < len(c) && (best == "" || d < bestDistance) {
			best, bestDistance = c, d
		}
	}
	return best
}

// editDistance is the optimal string alignment distance of two strings, in
// bytes: names are ASCII.
func editDistance(a, b string) int {
	before, previous, current := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range previous {
		previous[j] = j
	}
	for i := 1; i <= len(a); i++ {
		current[0] = i
		for j := 1; j <= len(b); j++ {
			substitute := previous[j-1]
			if a[i-1] != b[j-1] {
				substitute++
			}
			current[j] = min(previous[j]+1, current[j-1]+1, substitute)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				current[j] = min(current[j], before[j-2]+1)
			}
		}
		before, previous, current = previous, current, before
	}
	return previous[len(b)]
}
