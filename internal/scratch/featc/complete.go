package main

import (
	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/project"
)

// completeSets offers the names of the project's feature sets.
func (a *app) completeSets(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	p, err := project.Load(a.dir)
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, s := range p.Program.Sets {
		names = append(names, s.Name)
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeFeatures offers the names of the project's features.
func (a *app) completeFeatures(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	p, err := project.Load(a.dir)
	if err != nil || len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var names []string
	for _, v := range p.Program.Views {
		for _, f := range v.Features {
			names = append(names, f.QName())
		}
	}
	for _, s := range p.Program.Sets {
		for _, f := range s.Derived {
			names = append(names, f.QName())
		}
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completeFiles offers files by the endings of their names.
func completeFiles(endings ...string) cobra.CompletionFunc {
	return func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return endings, cobra.ShellCompDirectiveFilterFileExt
	}
}
