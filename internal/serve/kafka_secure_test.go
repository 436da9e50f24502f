package serve_test

import (
	"crypto/tls"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kfake"
	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/sasl/scram"

	"github.com/featc-lang/featc/internal/kafkatest"
)

// Brokers that want TLS and a password are read with both.
func TestKafkaSecure(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("SSL_CERT_FILE is read on Linux")
	}
	_, path := fraud(t)
	dir := t.TempDir()
	cert, key, pool := certificate(t, dir)
	pair, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("SSL_CERT_FILE", cert)
	password := filepath.Join(dir, "password")
	if err := os.WriteFile(password, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, mechanism := range []string{"plain", "scram-sha-256", "scram-sha-512"} {
		b := kafkatest.Fake(t, kfake.EnableSASL(), kfake.TLS(&tls.Config{Certificates: []tls.Certificate{pair}}),
			kfake.Superuser(strings.ToUpper(mechanism), "featc", "s3cret"), kfake.Superuser("SCRAM-SHA-256", "other", "pw"))
		pr := newProducer(t, b, kgo.DialTLSConfig(&tls.Config{RootCAs: pool}), kgo.SASL(scram.Auth{User: "other", Pass: "pw"}.AsSha256Mechanism()))
		stop := make(chan struct{})
		time.AfterFunc(50*time.Millisecond, func() { close(stop) })
		pr.load(t, nil, 1, stop)
		pr.flush(t)
		p := start(t, path, "-data", t.TempDir(), "-kafka", b.Address(), "-topic", "txns=cards",
			"-kafka-tls", "-kafka-sasl", mechanism, "-kafka-user", "featc", "-kafka-password-file", password)
		pr.caughtUp(t, p, 0)
		p.kill()
	}
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"-kafka-sasl", "plain"}, "-kafka-password-file: "},
		{[]string{"-kafka-sasl", "kerberos", "-kafka-password-file", password}, "-kafka-sasl kerberos: plain, scram-sha-256 or scram-sha-512"},
		{[]string{"-kafka-from", "middle"}, "earliest or latest"},
		{[]string{"-topic", "txns=cards", "-topic", "txns=cards"}, "topic cards is given twice"},
		{[]string{"-read-only", "-store", "redis://127.0.0.1:1"}, "a server that is -read-only takes no events"},
	} {
		args := append([]string{"-addr", "127.0.0.1:0", "-data", t.TempDir(), "-kafka", "127.0.0.1:1", "-topic", "txns=t"}, tt.args...)
		if out, err := command(path, args...).CombinedOutput(); err == nil || !strings.Contains(string(out), tt.says) {
			t.Errorf("%v: %v\n%s", tt.args, err, out)
		}
	}
}
