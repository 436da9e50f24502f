package main

import (
	"fmt"
	"regexp"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/compiler/plan"
	"github.com/featc-lang/featc/internal/explain"
)

var codePattern = regexp.MustCompile(`^F[0-9]{4}$`)

func (a *app) explainCommand() *cobra.Command {
	var planned bool
	cmd := &cobra.Command{
		Use:   "explain FEATURE | CODE",
		Short: "Say what a feature means and costs, or what an error code means",
		Long: `Explain shows what a feature means in a sentence, the bounds of its window, its source,
the state that an operator keeps for it, its place in the plan, its SQL and its Go. A name is
view.feature, the name of a column of a set, or a feature's bare name; the name of a feature with
several windows means all of them. For an error code it shows why the error is one, and an example.

With --plan it shows by which rule SQL computes each component of a feature or of all features of a set, or of
all sets where none is named, and why by that one: see docs/sql_plans.md.`,
		Example: "  featc explain spend.total_1h\n  featc explain --plan model\n  featc explain F0301",
		Args:    takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if planned {
				return a.explainPlan(args)
			}
			if err := takes(1, 1)(cmd, args); err != nil {
				return err
			}
			if codePattern.MatchString(args[0]) {
				return a.explainCode(args[0])
			}
			p, err := a.load()
			if err != nil {
				return err
			}
			features, err := p.Feature(args[0])
			if err != nil {
				return err
			}
			list := make([]*explain.Explanation, len(features))
			for i, f := range features {
				if list[i], err = explain.Feature(p, f); err != nil {
					return err
				}
			}
			if a.json {
				return a.writeJSON(list)
			}
			for i, e := range list {
				if i > 0 {
					fmt.Fprintln(a.out)
				}
				a.explained(e)
			}
			return nil
		},
		ValidArgsFunction: a.completeFeatures,
	}
	cmd.Flags().BoolVar(&planned, "plan", false, "show by which rules SQL computes a feature or a set")
	return cmd
}

// explainPlan shows the rules for what a name means: a set, a feature or, without
// one, all sets.
func (a *app) explainPlan(args []string) error {
	p, err := a.load()
	if err != nil {
		return err
	}
	var features []*ir.Feature
	for _, set := range p.Program.Sets {
		if len(args) == 0 || set.Name == args[0] {
			features = append(features, plan.SetOrder(set)...)
		}
	}
	if features == nil && len(args) > 0 {
		if features, err = p.Feature(args[0]); err != nil {
			return err
		}
	}
	rows := explain.Plan(p, features)
	if a.json {
		return a.writeJSON(rows)
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "feature\tcomponent\trule\tin one go with\twhy")
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", r.Feature, r.Component, r.Rule, r.Sharing(), r.Why)
	}
	return w.Flush()
}

func (a *app) explained(e *explain.Explanation) {
	fmt.Fprintf(a.out, "%s  %s, %s  %s\n", a.paint(good, e.Name), e.Type, e.Class, a.paint(weak, e.Where))
	if e.Doc != "" {
		fmt.Fprintf(a.out, "%s\n", e.Doc)
	}
	fmt.Fprintf(a.out, "\n%s\n", e.Meaning)
	section := func(title string, lines ...string) {
		text := strings.Join(lines, "\n")
		if text == "" {
			return
		}
		fmt.Fprintf(a.out, "\n%s\n  %s\n", a.paint(weak, title), strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n  "))
	}
	section("window", e.Window)
	section("source", e.Source...)
	section("inputs", e.Inputs...)
	section("state", e.State...)
	section("plan", e.Plan...)
	section("in sets", e.Sets...)
	section("SQL", e.SQL)
	section("Go", e.Go)
}

func (a *app) explainCode(code string) error {
	info, err := explain.Code(code)
	if err != nil {
		return err
	}
	if a.json {
		return a.writeJSON(map[string]string{"code": string(info.Code), "title": info.Title, "explain": info.Explain, "example": info.Example})
	}
	fmt.Fprintf(a.out, "%s  %s\n\n%s\n\n%s\n%s\n", a.paint(bad, string(info.Code)), info.Title, info.Explain,
		a.paint(weak, "example"), strings.TrimRight(info.Example, "\n"))
	return nil
}
