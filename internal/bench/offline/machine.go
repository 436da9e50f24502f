package main

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"strings"
)

// machine says what it was measured on.
func machine() string {
	model := runtime.GOARCH
	if text, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range bytes.Lines(text) {
			if name, value, ok := strings.Cut(string(line), ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	out := fmt.Sprintf("Measured on %s, %d cores, %s/%s.", model, runtime.NumCPU(), runtime.GOOS, runtime.GOARCH)
	if text, err := os.ReadFile("/proc/loadavg"); err == nil {
		load, _, _ := strings.Cut(string(text), " ")
		out += " Load over the last minute: " + load + "."
	}
	return out
}
