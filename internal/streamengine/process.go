package streamengine

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"strings"
)

// process is a driver that runs: frames go in and come out.
type process struct {
	cmd    *exec.Cmd
	in     io.WriteCloser
	out    io.Reader
	stderr strings.Builder
}

// start starts the driver, which is killed when ctx is done.
func (d *Driver) start(ctx context.Context) (*process, error) {
	p := &process{cmd: exec.CommandContext(ctx, d.path)}
	p.cmd.Stderr = &p.stderr
	var err error
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if p.out, err = p.cmd.StdoutPipe(); err != nil {
		return nil, err
	}
	return p, p.cmd.Start()
}

// wait waits for the driver to end; the error has what it wrote about it.
func (p *process) wait() error {
	if err := p.cmd.Wait(); err != nil {
		return fmt.Errorf("stream driver: %w\n%s", err, p.stderr.String())
	}
	return nil
}
