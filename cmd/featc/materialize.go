package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/duck"
	"github.com/featc-lang/featc/internal/serve"
)

func (a *app) materializeCommand() *cobra.Command {
	var until, folder, store, prefix string
	var limits duck.Options
	cmd := &cobra.Command{
		Use:   "materialize [DIR] --until INSTANT",
		Short: "Build a server's state from history",
		Long: `Materialize reads the events of the batch sources that had arrived by an instant, puts them
through the operators, and writes the states into an empty data folder, or into a store that
servers share. A server on it goes on from there: it takes in the events that arrive later, and leaves out those
that the history has, so that a stream may begin anywhere before the instant.

The batch sources should be complete up to the instant. Building needs the go command.`,
		Example: "  featc materialize --until 2025-06-01T00:00:00Z --data state\n  featc serve -- -data state",
		Args:    takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			a.folder(args)
			if until == "" {
				return errors.New("say up to when: --until INSTANT, such as 2025-01-31T10:00:00Z")
			}
			if err := checkLimits(limits); err != nil {
				return err
			}
			at, err := instant("--until", until)
			if err != nil {
				return err
			}
			p, err := a.load()
			if err != nil {
				return err
			}
			into, where := []string{"-data", folder}, folder
			if store != "" {
				into, where = []string{"-store", store, "-store-prefix", prefix}, store
			}
			progress := a.progress(-1)
			done, err := serve.Materialize(cmd.Context(), &serve.History{
				Program: p.Program, Until: at, Into: into, Duck: limits, Step: progress.step, Percent: progress.percent,
			})
			progress.end()
			if err != nil {
				return err
			}
			if a.json {
				return a.writeJSON(done)
			}
			fmt.Fprintf(a.out, "%s %s: %s, %s with state\n", a.paint(good, "materialized"), where, plural(done.Events, "event"), plural(done.Keys, "key"))
			return nil
		},
		ValidArgsFunction: cobra.FixedCompletions(nil, cobra.ShellCompDirectiveFilterDirs),
	}
	cmd.Flags().StringVar(&until, "until", "", "take events that arrived by this `instant`, such as 2025-01-31T10:00:00Z")
	cmd.Flags().StringVar(&folder, "data", "featc-data", "data `folder` of the server, empty")
	cmd.Flags().StringVar(&store, "store", "", "`URL` of a shared store instead of the folder, as for featc serve")
	cmd.Flags().StringVar(&prefix, "store-prefix", "featc", "what keys in the shared store begin with")
	limitFlags(cmd, &limits)
	cmd.MarkFlagsMutuallyExclusive("data", "store")
	_ = cmd.MarkFlagDirname("data") // exists
	return cmd
}
