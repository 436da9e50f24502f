package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/data"
	"github.com/featc-lang/featc/lang/format"
)

func (a *app) fmtCommand() *cobra.Command {
	var showDiff, write bool
	cmd := &cobra.Command{
		Use:   "fmt [FILE|FOLDER...]",
		Short: "Lay out .feat files in the one style",
		Long: `Fmt formats .feat files. A folder stands for the .feat files directly in it; without
names, all of the project are formatted. There is one style and no options for it.
Without a flag the result goes to standard output; with --json, the names of the files
that formatting changes.`,
		Example: "  featc fmt -w\n  featc fmt -w examples/fraud\n  featc fmt -d views.feat   # exit code 1 where something would change",
		RunE: func(_ *cobra.Command, args []string) error {
			files, err := a.featFiles(args)
			if err != nil {
				return err
			}
			changed := []string{}
			for _, path := range files {
				before, err := os.ReadFile(path)
				if err != nil {
					return err
				}
				after, err := format.Bytes(before, path)
				if err != nil {
					return err
				}
				same := bytes.Equal(before, after)
				if !same {
					changed = append(changed, path)
				}
				switch {
				case a.json:
				case !write && !showDiff:
					_, err = a.out.Write(after)
				case showDiff && !same:
					_, err = a.out.Write(diff.Diff(path, before, path+" (formatted)", after))
				}
				if write && !same && err == nil {
					err = data.WriteFile(path, func(w io.Writer) error {
						_, err := w.Write(after)
						return err
					})
				}
				if err != nil {
					return err
				}
			}
			return a.formatted(changed, write, showDiff)
		},
		ValidArgsFunction: completeFiles("feat"),
	}
	cmd.Flags().BoolVarP(&showDiff, "diff", "d", false, "show what would change; exit code 1 where something would")
	cmd.Flags().BoolVarP(&write, "write", "w", false, "write files in place and list those that changed")
	return cmd
}

// formatted names the files that formatting changed, or would change.
func (a *app) formatted(changed []string, written, compared bool) error {
	switch {
	case a.json:
		if err := a.writeJSON(map[string]any{"changed": changed, "written": written}); err != nil {
			return err
		}
	case written:
		for _, path := range changed {
			fmt.Fprintln(a.out, path)
		}
	}
	if compared && !written && len(changed) > 0 {
		return errDiffers
	}
	return nil
}

// featFiles returns the named files and the .feat files of the named folders;
// without names, those of the project.
func (a *app) featFiles(args []string) ([]string, error) {
	if len(args) == 0 {
		return folderFiles(a.dir)
	}
	var files []string
	for _, arg := range args {
		info, err := os.Stat(arg)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("there is no file %s", arg)
		case err != nil:
			return nil, err
		case !info.IsDir() && filepath.Ext(arg) != ".feat":
			return nil, fmt.Errorf("%s is not a .feat file", arg)
		}
		named := []string{arg}
		if info.IsDir() {
			if named, err = folderFiles(arg); err != nil {
				return nil, err
			}
		}
		files = append(files, named...)
	}
	return files, nil
}

// folderFiles returns the .feat files of a folder, sorted, without those of the
// folders in it.
func folderFiles(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var files []string
	for _, e := range entries {
		if !e.IsDir() && filepath.Ext(e.Name()) == ".feat" {
			files = append(files, filepath.Join(dir, e.Name()))
		}
	}
	if len(files) == 0 {
		return nil, fmt.Errorf("there is no .feat file in %s", dir)
	}
	return files, nil
}
