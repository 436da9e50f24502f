package main

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/compiler/ir"
	"github.com/featc-lang/featc/internal/project"
	"github.com/featc-lang/featc/lang/diag"
)

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check [DIR]",
		Short: "Find errors, without touching any data",
		Long: `Check compiles the project and shows every error and warning with its place.
With --json it writes them as an array of objects with code, severity, message,
file, start, end, label, help and related. Exit code 2 means errors.`,
		Example: "  featc check\n  featc check examples/fraud --json",
		Args:    takes(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			p, err := project.Load(a.folder(args))
			var failure *diag.Failure
			if a.json && errors.As(err, &failure) {
				return cmp.Or(a.diagnostics(a.out, failure.Diagnostics), errShown)
			}
			if err != nil {
				return err
			}
			if a.json {
				return a.diagnostics(a.out, p.Warnings)
			}
			if err := a.diagnostics(a.err, p.Warnings); err != nil {
				return err
			}
			a.overview(p)
			return nil
		},
	}
}

// overview shows what a program declares, and every feature that is not exact.
func (a *app) overview(p *project.Project) {
	var rows []table.Row
	count := func(name, kind string, of []*ir.Feature) {
		classes := map[ir.Class]int{}
		for _, f := range of {
			classes[f.Class]++
		}
		rows = append(rows, table.Row{name, kind, len(of), classes[ir.Exact], len(of) - classes[ir.Exact]})
	}
	for _, v := range p.Program.Views {
		count(v.Name, "view", v.Features)
	}
	for _, s := range p.Program.Sets {
		features := make([]*ir.Feature, len(s.Features))
		for i, f := range s.Features {
			features[i] = f.Feature
		}
		count(s.Name, "feature set", features)
	}
	a.table(table.Row{"name", "kind", "features", "exact", "not exact"}, rows, 3, 4, 5)
	for _, v := range p.Program.Views {
		for _, f := range v.Features {
			if f.Class != ir.Exact {
				fmt.Fprintf(a.out, "%s is %s\n", f.QName(), f.Class)
			}
		}
	}
	fmt.Fprintf(a.out, "%s package %s: %s, %s\n", a.paint(good, "ok"), p.Program.Package,
		plural(len(p.Program.Files), "file"), plural(len(p.Program.Tests), "test"))
}
