package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/train"
)

func (a *app) trainCommand() *cobra.Command {
	var labels, out, engineName string
	var limits duck.Options
	cmd := &cobra.Command{
		Use:   "train [SET] --labels FILE -o FILE",
		Short: "Make a training set: labels in, features beside them out",
		Long: `Train reads the events of the batch sources and a label file, and writes the label
file's rows, in their order and with all their columns, with the features of the set
as of each row's time beside them. The set's name may be left out where there is only one.
Files are csv or Parquet, by their names' endings.

The label file needs the set's key columns, its time column and its request fields.
--engine sql runs the generated SQL on embedded DuckDB; --engine stream replays the
events, sorted by DuckDB, through the generated Go operators, which needs the go
command; auto takes the one that is likely to be faster. They give the same bits.
What does not fit in --memory goes to a temporary folder.`,
		Example: "  featc train fraud_v1 --labels labels.csv -o train.parquet\n  featc train fraud_v1 -o train.csv --engine stream",
		Args:    takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if out == "" {
				return errors.New("say where to write the training set: -o FILE, csv or Parquet")
			}
			if err := checkLimits(limits); err != nil {
				return err
			}
			e, err := train.ParseEngine(engineName)
			if err != nil {
				return err
			}
			p, err := a.load()
			if err != nil {
				return err
			}
			set, err := p.Set(strings.Join(args, ""))
			if err != nil {
				return err
			}
			progress := a.progress(-1)
			summary, err := train.Run(cmd.Context(), &train.Request{
				Project: p, Set: set, Labels: labels, Output: out, Engine: e, Duck: limits,
				Step: progress.step, Percent: progress.percent,
			})
			progress.end()
			if err != nil {
				return err
			}
			if a.json {
				return a.writeJSON(summary)
			}
			a.trained(summary)
			return nil
		},
		ValidArgsFunction: a.completeSets,
	}
	cmd.Flags().StringVar(&labels, "labels", "", "label `file`, csv or Parquet (default: the set's own)")
	cmd.Flags().StringVarP(&out, "output", "o", "", "training set to write, csv or Parquet")
	cmd.Flags().StringVar(&engineName, "engine", "auto", "what computes: sql, stream or auto")
	limitFlags(cmd, &limits)
	// The flags exist.
	_ = cmd.RegisterFlagCompletionFunc("labels", completeFiles("csv", "jsonl", "parquet"))
	_ = cmd.RegisterFlagCompletionFunc("output", completeFiles("csv", "jsonl", "parquet"))
	_ = cmd.RegisterFlagCompletionFunc("engine", cobra.FixedCompletions([]string{"auto", "sql", "stream"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (a *app) trained(s *train.Summary) {
	var rows []table.Row
	for _, f := range s.Features {
		rows = append(rows, table.Row{f.Name, f.Type, f.Nulls})
	}
	a.table(table.Row{"feature", "type", "nulls"}, rows, 3)
	fmt.Fprintln(a.out)
	for _, src := range s.Sources {
		read := plural(src.Of, "file")
		if len(src.Files) < src.Of {
			read = fmt.Sprintf("%d of %s", len(src.Files), read)
		}
		fmt.Fprintf(a.out, "%s: read from %s\n", src.Name, read)
	}
	for _, r := range s.Rejected {
		fmt.Fprintf(a.out, "%s: %d rejected (%s)\n", r.Where, r.Count, r.Cause)
	}
	fmt.Fprintf(a.out, "%s %s of %s, computed by %s: %s\n", a.paint(good, "wrote"),
		plural(int(s.Rows), "row"), plural(len(s.Features), "feature"), s.Engine, s.Output)
}
