package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// watchMemory samples the resident memory of a process and its descendants, twenty
// times a second, until the function that it returns is called, which gives the most
// that was seen, in bytes; 0 where there is no /proc.
func watchMemory(pid int) (stop func() int64) {
	done := make(chan struct{})
	var wait sync.WaitGroup
	var most int64
	wait.Go(func() {
		tick := time.NewTicker(50 * time.Millisecond)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				most = max(most, resident(pid))
			}
		}
	})
	return func() int64 { close(done); wait.Wait(); return most }
}

// resident is the memory of a process and its descendants now.
func resident(pid int) int64 {
	parents, sizes := map[int]int{}, map[int]int64{}
	files, _ := filepath.Glob("/proc/[0-9]*/status") // the pattern is well formed
	for _, f := range files {
		if id, err := strconv.Atoi(filepath.Base(filepath.Dir(f))); err == nil {
			parents[id], sizes[id] = status(f)
		}
	}
	var sum int64
	for id := range parents {
		for at := id; at > 1; at = parents[at] {
			if at == pid {
				sum += sizes[id]
				break
			}
		}
	}
	return sum
}

// status reads the parent and the resident bytes of a process that may just have
// ended.
func status(file string) (parent int, size int64) {
	f, err := os.Open(file)
	if err != nil {
		return 0, 0
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		name, text, _ := strings.Cut(s.Text(), ":")
		switch name {
		case "PPid":
			fmt.Sscan(text, &parent)
		case "VmRSS":
			fmt.Sscan(text, &size)
			size *= 1024
		}
	}
	return parent, size
}
