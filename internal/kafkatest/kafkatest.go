// Package kafkatest runs brokers of Kafka for tests: one that is a part of the test's
// own process, and a real one.
package kafkatest

import (
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
)

var jars = flag.String("kafka-jars", "", "`folder` with Kafka's jars, to test with a real broker")

// Broker is a broker of a test. It keeps what it is given over Down and Up.
type Broker interface {
	Address() string
	Down()
	Up()
}

// Real reports whether Start gives a real broker.
func Real() bool { return *jars != "" }

// Start starts a broker: a real one where -kafka-jars says where its jars are.
func Start(t testing.TB) Broker {
	t.Helper()
	if !Real() {
		return Fake(t)
	}
	b := &real{t: t, port: freePort(t), dir: t.TempDir()}
	b.format(freePort(t))
	t.Cleanup(b.Down)
	b.Up()
	return b
}

// Fake starts a broker in the test's own process.
func Fake(t testing.TB, opts ...kfake.Opt) Broker {
	t.Helper()
	b := &fake{t: t, port: freePort(t), opts: opts, dir: t.TempDir()}
	b.Up()
	t.Cleanup(b.Down)
	return b
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

type fake struct {
	t       testing.TB
	port    int
	opts    []kfake.Opt
	dir     string
	cluster *kfake.Cluster
}

func (b *fake) Address() string { return fmt.Sprintf("127.0.0.1:%d", b.port) }

func (b *fake) Up() {
	b.t.Helper()
	c, err := kfake.NewCluster(append([]kfake.Opt{kfake.NumBrokers(1), kfake.Ports(b.port), kfake.DataDir(b.dir)}, b.opts...)...)
	if err != nil {
		b.t.Fatal(err)
	}
	b.cluster = c
}

func (b *fake) Down() {
	if b.cluster != nil {
		b.cluster.Close()
		b.cluster = nil
	}
}

// real is Kafka, broker and controller in one, with its data in a folder.
type real struct {
	t    testing.TB
	port int
	dir  string
	cmd  *exec.Cmd
}

func (b *real) Address() string { return fmt.Sprintf("127.0.0.1:%d", b.port) }

func (b *real) java(args ...string) *exec.Cmd {
	java := "java"
	if home := os.Getenv("JAVA_HOME"); home != "" {
		java = filepath.Join(home, "bin", "java")
	}
	return exec.Command(java, append([]string{"-Xmx512m", "-cp", filepath.Join(*jars, "*")}, args...)...)
}

func (b *real) config() string { return filepath.Join(b.dir, "server.properties") }

func (b *real) format(controller int) {
	b.t.Helper()
	text := fmt.Sprintf(`process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:%[2]d
listeners=PLAINTEXT://127.0.0.1:%[1]d,CONTROLLER://127.0.0.1:%[2]d
advertised.listeners=PLAINTEXT://127.0.0.1:%[1]d
controller.listener.names=CONTROLLER
log.dirs=%[3]s
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
`, b.port, controller, filepath.Join(b.dir, "logs"))
	if err := os.WriteFile(b.config(), []byte(text), 0o644); err != nil {
		b.t.Fatal(err)
	}
	if out, err := b.java("kafka.tools.StorageTool", "format", "-t", "MkU3OEVBNTcwNTJENDM2Qk", "-c", b.config()).CombinedOutput(); err != nil {
		b.t.Fatalf("%v\n%s", err, out)
	}
}

func (b *real) Up() {
	b.t.Helper()
	b.cmd = b.java("kafka.Kafka", b.config())
	var said strings.Builder
	b.cmd.Stdout, b.cmd.Stderr = &said, &said
	if err := b.cmd.Start(); err != nil {
		b.t.Fatal(err)
	}
	for range 600 {
		if c, err := net.Dial("tcp", b.Address()); err == nil {
			_ = c.Close()
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	b.Down()
	b.t.Fatalf("Kafka does not answer\n%s", said.String())
}

// Down kills the broker as kill -9 does.
func (b *real) Down() {
	if b.cmd != nil {
		_ = b.cmd.Process.Kill() // it may have ended by itself
		_ = b.cmd.Wait()
		b.cmd = nil
	}
}
