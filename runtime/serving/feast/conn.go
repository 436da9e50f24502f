package feast

import (
	"bytes"
	"context"
	"net"
)

// Coalesce returns a listener whose connections send an answer of a known length at
// once. net/http sends what does not fit in 4 KiB in two pieces or more, each of which
// is a call of the system here and another at the client. It is of use with
// ConnContext, and not under TLS, which makes records of its own.
func Coalesce(l net.Listener) net.Listener { return coalescing{l} }

type coalescing struct{ net.Listener }

func (l coalescing) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

// ConnContext is for http.Server.ConnContext: it has handlers find the connection.
func ConnContext(ctx context.Context, c net.Conn) context.Context {
	if c, ok := c.(*conn); ok {
		return context.WithValue(ctx, connKey{}, c)
	}
	return ctx
}

type connKey struct{}

// conn holds back what is written until it is a whole answer. net/http writes from
// the goroutine in which the handler runs, as does expect.
type conn struct {
	net.Conn
	holds bool
	body  int // length of the answer's body
	whole int // length of the answer; 0: its head is not complete
	sent  int // of the answer
	held  []byte
}

// expect says that what is written next is an answer whose body has a length.
func expect(ctx context.Context, body int) {
	if c, ok := ctx.Value(connKey{}).(*conn); ok {
		c.holds, c.body, c.whole, c.sent = true, body, 0, 0
	}
}

// mostHeld is the size from which on pieces cost little beside what is in them.
const mostHeld = 256 << 10

func (c *conn) Write(p []byte) (int, error) {
	if !c.holds {
		return c.Conn.Write(p)
	}
	c.held = append(c.held, p...)
	if c.whole == 0 {
		if head := bytes.Index(c.held, []byte("\r\n\r\n")); head >= 0 {
			c.whole = head + 4 + c.body
		}
	}
	c.holds = c.whole == 0 || c.sent+len(c.held) < c.whole
	if c.holds && len(c.held) < mostHeld {
		return len(p), nil
	}
	n, err := c.Conn.Write(c.held)
	c.sent += n
	if c.held = c.held[:0]; cap(c.held) > 2*mostHeld {
		c.held = nil
	}
	if err != nil {
		c.holds = false
		return 0, err
	}
	return len(p), nil
}

// CloseWrite ends the connection's writing, as net/http does before it closes one.
func (c *conn) CloseWrite() error {
	if tcp, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return tcp.CloseWrite()
	}
	return nil
}
