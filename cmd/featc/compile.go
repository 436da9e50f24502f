package main

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/generate"
)

func (a *app) compileCommand() *cobra.Command {
	var out, dialect string
	var check bool
	cmd := &cobra.Command{
		Use:   "compile [DIR]",
		Short: "Write SQL for training and Go for serving",
		Long: `Compile writes, below the output folder:

  sql/<dialect>/<set>.train.sql      labels in, one row per label out
  sql/<dialect>/<view>.backfill.sql  every value a view had, whenever it changed
  sql/<dialect>/<view>.latest.sql    every entity's values at an instant
  go/<package>/*.go                  streaming operators

What is up to date is not touched, and generated files that nothing makes any more are
removed. With --check nothing is written, and exit code 1 means that something would be.

In a Go file: //go:generate featc compile . -o gen`,
		Example: "  featc compile examples/fraud -o gen\n  featc compile --check   # in CI",
		Args:    takes(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := a.folder(args)
			if out == "" {
				out = filepath.Join(dir, "gen")
			}
			p, err := a.load()
			if err != nil {
				return err
			}
			files, err := generate.Files(p, dialect)
			if err != nil {
				return err
			}
			changes, err := generate.Compare(out, files)
			if err != nil {
				return err
			}
			if !check {
				if err := generate.Apply(out, files, changes); err != nil {
					return err
				}
			}
			return a.compiled(out, len(files), changes, check)
		},
	}
	cmd.Flags().StringVarP(&out, "output", "o", "", "`folder` to write to (default: gen in DIR)")
	cmd.Flags().StringVar(&dialect, "dialect", "duckdb", "SQL dialect")
	cmd.Flags().BoolVar(&check, "check", false, "write nothing; fail where something would be written")
	// These flags exist.
	_ = cmd.MarkFlagDirname("output")
	_ = cmd.RegisterFlagCompletionFunc("dialect", cobra.FixedCompletions(generate.Dialects(), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (a *app) compiled(out string, files int, changes []generate.Change, check bool) error {
	if a.json {
		type change struct {
			Path string        `json:"path"`
			Kind generate.Kind `json:"kind"`
		}
		list := []change{}
		for _, c := range changes {
			list = append(list, change{filepath.Join(out, filepath.FromSlash(c.Path)), c.Kind})
		}
		if err := a.writeJSON(map[string]any{"files": files, "changes": list, "written": !check}); err != nil {
			return err
		}
	} else {
		words := map[generate.Kind]string{generate.Missing: "wrote", generate.Changed: "rewrote", generate.Stale: "removed"}
		for _, c := range changes {
			word := words[c.Kind]
			if check {
				word = string(c.Kind)
			}
			fmt.Fprintf(a.out, "%s %s\n", word, filepath.Join(out, filepath.FromSlash(c.Path)))
		}
		if len(changes) == 0 {
			fmt.Fprintf(a.out, "%s %s up to date in %s\n", a.paint(good, "ok"), plural(files, "file"), out)
		}
	}
	if check && len(changes) > 0 {
		return errDiffers
	}
	return nil
}
