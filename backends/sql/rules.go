package sql

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/runtime/value"
)

// Rule is a way to compute slots for all labels at once. See docs/sql_plans.md.
type Rule string

// The rules, from the one that is tried first.
const (
	RunningSums Rule = "running_sums" // sums so far at a window's ends, one taken from the other
	LabelDeltas Rule = "label_deltas" // events added at the first label that sees them, taken away after the last
	Stabbing    Rule = "stabbing"     // events spread over the labels that see them, in blocks
	Islands     Rule = "islands"      // ranges of labels that see a value, cut so that none overlap
	KeyDeltas   Rule = "key_deltas"   // what comes and goes of each key, spread over the labels in between, in blocks
	RangeJoin   Rule = "range_join"   // every label with the events that it may see
)

// Rules are all of them, in the order in which they are tried.
var Rules = []Rule{RunningSums, LabelDeltas, Stabbing, Islands, KeyDeltas, RangeJoin}

// Choice is the rule for a slot, and why it is that one.
type Choice struct {
	Rule Rule
	Why  string
}

// Choose picks the rule for a slot of a group: the first that fits and is not
// among those to do without. The range join fits everything.
func Choose(g *plan.Group, s *plan.Slot, without []Rule) Choice {
	why := "nothing else was allowed"
	for _, r := range Rules {
		if r != RangeJoin && slices.Contains(without, r) {
			continue
		}
		fits, reason := r.fits(g, s)
		if fits {
			if r == RangeJoin {
				reason = why
			}
			return Choice{r, reason}
		}
		if reason != "" {
			why = reason
		}
	}
	panic("sql: no rule fits")
}

// fits reports whether a rule can compute a slot, and why it can or cannot; the
// latter is "" where the rule is for other components.
func (r Rule) fits(g *plan.Group, s *plan.Slot) (bool, string) {
	switch r {
	case RunningSums:
		return runningFits(g, s)
	case LabelDeltas:
		return deltasFit(g, s)
	case Stabbing:
		return stabbingFits(g, s)
	case Islands:
		return islandsFit(g, s)
	case KeyDeltas:
		return keyDeltasFit(g, s)
	default:
		return true, ""
	}
}

// PrintChoices writes the rule for every slot of a plan, and why it is that one.
func PrintChoices(w io.Writer, p *plan.Plan) error {
	var b strings.Builder
	for _, g := range p.Groups {
		for _, s := range g.Slots {
			c := Choose(g, s, nil)
			fmt.Fprintf(&b, "%s.%s: %s, as %s\n", g.Name, s.Name, c.Rule, c.Why)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// isInterval reports whether every event is in a window for the reads of one
// interval of time, whatever else arrives; and why not.
func isInterval(g *plan.Group, w ir.Window) (bool, string) {
	arrives := g.Source.Arrival != ir.None
	switch {
	case w.Last > 0 && arrives:
		return false, "which events are the newest changes as events arrive"
	case w.Gap > 0 && (arrives || g.Source.Delay > 0):
		return false, "where a session begins changes as events arrive"
	}
	return true, ""
}

// isSummed reports whether a slot is sums that are added up over rows. Vectors have so
// many that they are put together from parts instead: a window over hundreds of columns
// takes more memory than a group of as many.
func isSummed(g *plan.Group, s *plan.Slot) bool {
	return s.Kind.Algebra() == ir.Group && !overVectors(g, s)
}

func overVectors(g *plan.Group, s *plan.Slot) bool {
	return s.Arg != plan.None && g.Inputs[s.Arg].Expr.Type().Kind == value.Vector && s.Kind != ir.CompCount
}

func runningFits(g *plan.Group, s *plan.Slot) (bool, string) {
	w := g.Windows[s.Window]
	if !isSummed(g, s) {
		return false, ""
	}
	if ok, why := isInterval(g, w); !ok {
		return false, why
	}
	if g.Source.Arrival != ir.None {
		return false, "an event may arrive after it would have left the window"
	}
	if manySums(g) {
		return false, ""
	}
	return true, "what leaves the window can be taken out of a " + s.Kind.String()
}

// mostRunning is how many different sums of a group, counts included, running_sums is
// good for. They are added up over all events and probes, and label_deltas over the
// labels, of which there are fewer, after a sort per end of a window. Measured over two
// million events and 200,000 labels, with one window and three, keys alike and skewed:
// the two cost alike at four to eight sums, and at 16 conditions the running sums cost
// 1.4 to 3 times the deltas. See docs/sql_plans.md.
const mostRunning = 6

// manySums reports whether a group has more different sums than that.
func manySums(g *plan.Group) bool {
	type sum struct {
		counts      bool
		arg, filter int
	}
	seen := map[sum]bool{}
	for _, s := range g.Slots {
		if !isSummed(g, s) {
			continue
		}
		seen[sum{true, plan.None, s.Filter}] = true
		if s.Kind != ir.CompCount {
			seen[sum{false, s.Arg, s.Filter}] = true
		}
		if len(seen) > mostRunning {
			return true
		}
	}
	return false
}

func deltasFit(g *plan.Group, s *plan.Slot) (bool, string) {
	if !isSummed(g, s) {
		return false, ""
	}
	if ok, why := isInterval(g, g.Windows[s.Window]); !ok {
		return false, why
	}
	if g.Source.Arrival == ir.None {
		return true, "so many sums are added up over labels rather than over events"
	}
	return true, "the labels that see an event come one after the other"
}

func stabbingFits(g *plan.Group, s *plan.Slot) (bool, string) {
	if a := s.Kind.Algebra(); a == ir.Multiset || isSummed(g, s) {
		return false, ""
	}
	if s.Kind == ir.CompDrawdown {
		return false, "where a window begins decides which value is the largest before each of its events"
	}
	if s.Kind.TakesRows() {
		return false, "what comes next to the newest or the oldest takes all of them"
	}
	if ok, why := isInterval(g, g.Windows[s.Window]); !ok {
		return false, why
	}
	return true, "parts of a " + s.Kind.String() + " can be put together"
}

func islandsFit(g *plan.Group, s *plan.Slot) (bool, string) {
	if s.Kind != ir.CompDistinct {
		return false, ""
	}
	if ok, why := isInterval(g, g.Windows[s.Window]); !ok {
		return false, why
	}
	return true, "a value counts once wherever any of its events is seen"
}

func keyDeltasFit(g *plan.Group, s *plan.Slot) (bool, string) {
	if s.Kind != ir.CompEach {
		return false, ""
	}
	if ok, why := isInterval(g, g.Windows[s.Window]); !ok {
		return false, why
	}
	return true, "between two changes of a key all labels have it alike"
}
