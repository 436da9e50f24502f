package main

import (
	"fmt"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/featc-lang/featc/internal/duck"
)

// memorySize is an amount of memory, as DuckDB reads it.
var memorySize = regexp.MustCompile(`^(?i:[0-9]+(\.[0-9]+)?\s*[kmgt]i?b)$`)

// limitFlags adds the flags that bound what DuckDB may use.
func limitFlags(cmd *cobra.Command, o *duck.Options) {
	cmd.Flags().StringVar(&o.MemoryLimit, "memory", "", "what DuckDB may use, as 4GB (default: four fifths of the machine's)")
	cmd.Flags().IntVar(&o.Threads, "threads", 0, "threads (default: one per core)")
	cmd.Flags().StringVar(&o.TempDir, "temp", "", "`folder` for what does not fit in memory (default: the system's)")
	_ = cmd.MarkFlagDirname("temp") // exists
}

func checkLimits(o duck.Options) error {
	if o.MemoryLimit != "" && !memorySize.MatchString(o.MemoryLimit) {
		return fmt.Errorf("--memory %s is not an amount of memory such as 4GB or 512MB", o.MemoryLimit)
	}
	return nil
}
