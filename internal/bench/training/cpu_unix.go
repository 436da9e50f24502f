//go:build unix

package main

import "syscall"

// cpu is how many seconds of processor time the process and those that it has
// waited for have taken.
func cpu() float64 {
	total := 0.0
	for _, who := range []int{syscall.RUSAGE_SELF, syscall.RUSAGE_CHILDREN} {
		var u syscall.Rusage
		if syscall.Getrusage(who, &u) != nil {
			return 0
		}
		for _, t := range []syscall.Timeval{u.Utime, u.Stime} {
			total += float64(t.Sec) + float64(t.Usec)/1e6
		}
	}
	return total
}
