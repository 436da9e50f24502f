package explain

import (
	"fmt"
	"slices"

	"github.com/featc-lang/featc/backends/sql"
	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/project"
)

// Planned is how SQL computes one component of a feature.
type Planned struct {
	Feature   string   `json:"feature"`
	Component string   `json:"component"`
	Scan      string   `json:"scan"`
	Rule      sql.Rule `json:"rule"`
	Why       string   `json:"why"`
	Shares    []string `json:"shares_work_with,omitempty"` // other features of the same scan and rule
}

// Plan says how SQL computes features and those that they are derived from.
func Plan(p *project.Project, features []*ir.Feature) []Planned {
	var out []Planned
	for _, f := range plan.Order(features) {
		if f.Agg == nil {
			continue
		}
		for i, c := range f.Agg.Components {
			at := p.Plan.Slot(f, i)
			choice := sql.Choose(at.Group, at.Group.Slots[at.Slot], nil)
			out = append(out, Planned{
				Feature: f.QName(), Component: c.Kind.String(), Scan: at.Group.Name, Rule: choice.Rule, Why: choice.Why,
			})
		}
	}
	for i := range out {
		for _, other := range out {
			same := other.Scan == out[i].Scan && other.Rule == out[i].Rule && other.Feature != out[i].Feature
			if same && !slices.Contains(out[i].Shares, other.Feature) {
				out[i].Shares = append(out[i].Shares, other.Feature)
			}
		}
	}
	return out
}

// Sharing says in a few words with what a component shares work.
func (p *Planned) Sharing() string {
	switch n := len(p.Shares); n {
	case 0:
		return p.Scan
	case 1:
		return p.Scan + ", with " + p.Shares[0]
	default:
		return fmt.Sprintf("%s, with %d others", p.Scan, n)
	}
}
