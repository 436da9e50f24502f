// Command featc compiles windowed features, written once in .feat files, to
// point-in-time SQL for training and to Go operators for serving, and proves
// that both give the same values.
//
// Exit codes: 0 all is well; 1 something that was compared differs (verify,
// test, compile --check, fmt -d); 2 the input is wrong; 3 featc is.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := newApp(os.Stdout, os.Stderr).run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}
