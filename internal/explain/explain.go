// Package explain says what a feature means and what it costs: in a sentence,
// as window bounds, as state, plan, SQL and Go.
package explain

import (
	"fmt"
	"strings"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/types"
	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/internal/project"
)

// Explanation is everything there is to say about one feature.
type Explanation struct {
	Name    string   `json:"name"`
	Doc     string   `json:"doc,omitempty"`
	Where   string   `json:"where"` // file:line:column
	Meaning string   `json:"meaning"`
	Type    string   `json:"type"`
	Class   string   `json:"class"`
	Window  string   `json:"window,omitempty"` // bounds of the event time
	Source  []string `json:"source,omitempty"`
	Inputs  []string `json:"inputs,omitempty"` // of a derived feature
	State   []string `json:"state,omitempty"`
	Plan    []string `json:"plan,omitempty"`
	Sets    []string `json:"sets,omitempty"` // the sets that have it, and as what column
	SQL     string   `json:"sql,omitempty"`
	Go      string   `json:"go,omitempty"`
}

// Feature explains one feature of a project.
func Feature(p *project.Project, f *ir.Feature) (*Explanation, error) {
	e := &Explanation{
		Name: f.QName(), Doc: f.Doc, Where: f.Span.String(), Type: f.Type.String(), Class: f.Class.String(),
		Meaning: meaning(f),
	}
	if f.Agg != nil {
		e.Window = bounds(f.Agg.Window)
		e.Source = sourceFacts(f.View.Source)
		e.State = state(f)
		e.Plan = planFacts(p, f)
	} else {
		e.Inputs = inputs(f)
		e.State = []string{"none of its own: it is computed from its inputs when it is read"}
	}
	for _, s := range p.Program.Sets {
		for _, sf := range s.Features {
			if sf.Feature == f {
				e.Sets = append(e.Sets, s.Name+"."+sf.Name)
			}
		}
	}
	return e, e.generated(p, f)
}

// nouns say what the aggregations of the catalogue are, with their argument;
// an aggregation that is not among them is shown as a call.
var nouns = map[string]string{
	"count": "how many", "sum": "the exact sum of", "mean": "the mean of", "min": "the smallest", "max": "the largest",
	"first": "the oldest", "last": "the newest", "count_distinct": "how many different values of",
	"var_pop": "the population variance of", "var_samp": "the sample variance of",
	"mode": "the most frequent", "median": "the median of", "entropy": "the entropy, in nats, of",
	"approx_count_distinct": "about how many different values of",
	"stddev_pop":            "the population standard deviation of", "stddev_samp": "the sample standard deviation of",
}

// meaning is the feature in one sentence.
func meaning(f *ir.Feature) string {
	var out strings.Builder
	switch {
	case f.Agg == nil:
		out.WriteString("For each " + owner(f) + " at t: " + written(f.Expr))
	case f.OfTable():
		out.WriteString("For each " + owner(f) + " at t: " + f.Name + " of the version of " + f.View.Source.Name + " that holds, as far as is known")
	default:
		agg := f.Agg
		noun, ok := nouns[agg.Name]
		switch {
		case ok && len(agg.Args) == 1:
			noun += " " + written(agg.Args[0]) + " over the " + rows(f.View.Source)
		case ok && len(agg.Args) == 0:
			noun += " " + rows(f.View.Source)
		default:
			noun = agg.Name + "(" + strings.Join(writtenAll(agg.Args), ", ") + ") over the " + rows(f.View.Source)
		}
		fmt.Fprintf(&out, "For each %s at t: %s %s", owner(f), noun, period(agg.Window))
		var filters []string
		for _, w := range []ir.Expr{f.View.Where, agg.Where} {
			if w != nil {
				filters = append(filters, written(w))
			}
		}
		if len(filters) > 0 {
			out.WriteString(", of those where " + strings.Join(filters, " and "))
		}
	}
	switch {
	case f.Default != nil:
		out.WriteString("; " + data.Text(*f.Default, f.Type) + " where that is null")
	case f.Type.Nullable && f.Agg != nil:
		out.WriteString("; null where there is none")
	case f.Agg != nil:
		out.WriteString("; 0 where there is none")
	}
	return out.String() + "."
}

// owner names the entities that a feature describes.
func owner(f *ir.Feature) string {
	if f.View != nil {
		return f.View.Entity.Name
	}
	var names []string
	for _, e := range f.Set.Entities {
		names = append(names, e.Name)
	}
	return strings.Join(names, " and ")
}

// written is an expression as the person wrote it.
func written(e ir.Expr) string {
	if text := e.Span().Text(); text != "" {
		return strings.Join(strings.Fields(text), " ")
	}
	return ir.Format(e)
}

func writtenAll(list []ir.Expr) []string {
	out := make([]string, len(list))
	for i, e := range list {
		out[i] = written(e)
	}
	return out
}

// inputs lists what a derived feature is computed from.
func inputs(f *ir.Feature) []string {
	var out []string
	seen := map[string]bool{}
	ir.Walk(f.Expr, func(e ir.Expr) {
		name, t := "", types.Type{}
		switch e := e.(type) {
		case *ir.FeatureRef:
			name, t = e.Feature.QName(), e.Type()
		case *ir.RequestRef:
			name, t = "request."+e.Column.Name, e.Type()
		}
		if name != "" && !seen[name] {
			seen[name] = true
			out = append(out, name+": "+t.String())
		}
	})
	return out
}

// rows says what a view's events are.
func rows(s *ir.Source) string {
	if s.Ticks != nil {
		return "readings of " + s.Ticks.View.Name
	}
	if s.Table != nil {
		return "versions of " + s.Name
	}
	return s.Name
}

// every says when a view is read.
func every(t *ir.Ticks) string {
	if t.Every > 0 {
		return "every " + duration(t.Every) + " (multiples of it since 1970 UTC)"
	}
	return fmt.Sprintf("whenever %s begins in %s", article(t.Calendar.Unit.String()), t.Calendar.Zone)
}

func article(noun string) string {
	if noun == "hour" {
		return "an " + noun
	}
	return "a " + noun
}

func sourceFacts(s *ir.Source) []string {
	if t := s.Ticks; t != nil {
		return append([]string{
			fmt.Sprintf("view %s, read %s from the first event of a key on", t.View.Name, every(t)),
			"a reading has what was visible then, and is visible then",
		}, sourceFacts(t.View.Source)...)
	}
	what := "an event"
	if s.Table != nil {
		what = "a version"
	}
	out := []string{fmt.Sprintf("%s, by event time %s", s.Name, s.Columns[s.Time].Name)}
	switch {
	case s.Arrival != ir.None:
		out = append(out, what+" is visible from its arrival, "+s.Columns[s.Arrival].Name)
	case s.Delay > 0:
		out = append(out, what+" is visible "+duration(s.Delay)+" after its event time")
	default:
		out = append(out, what+" is visible from its event time")
	}
	if s.Unique != ir.None {
		out = append(out, fmt.Sprintf("events of one %s within %s are duplicates: the first arrival counts", s.Columns[s.Unique].Name, duration(s.UniqueWithin)))
	}
	if s.Lateness != ir.None {
		out = append(out, "events more than "+duration(s.Lateness)+" behind the newest of their key are dropped")
	}
	if s.Batch != nil {
		out = append(out, fmt.Sprintf("batch: %s %s", s.Batch.Kind, s.Batch.Path))
	}
	if s.Stream != nil {
		out = append(out, fmt.Sprintf("stream: %s %s", s.Stream.Kind, s.Stream.Path))
	}
	return out
}
