package serve_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// certificate writes a certificate for 127.0.0.1 and its key.
func certificate(t *testing.T, dir string) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	text, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, kind string, der []byte) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool = x509.NewCertPool()
	pool.AddCert(parsed)
	return write("cert.pem", "CERTIFICATE", der), write("key.pem", "EC PRIVATE KEY", text), pool
}

// With TLS and a token, on all addresses: whoever knows both is let in, others not.
func TestTLSAndToken(t *testing.T) {
	_, path := fraud(t)
	dir := t.TempDir()
	cert, key, pool := certificate(t, dir)
	token := filepath.Join(dir, "token")
	if err := os.WriteFile(token, []byte("s3cret"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, path, "-data", t.TempDir(), "-addr", "0.0.0.0:0", "-tls-cert", cert, "-tls-key", key, "-token-file", token)
	defer p.kill()
	_, port, err := net.SplitHostPort(strings.TrimPrefix(p.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	ask := func(client *http.Client, scheme, token string) (int, string) {
		r, _ := http.NewRequest(http.MethodPost, scheme+"://127.0.0.1:"+port+"/get-online-features", strings.NewReader(good))
		r.Header.Set("Authorization", "Bearer "+token)
		answer, err := client.Do(r)
		if err != nil {
			return 0, err.Error()
		}
		defer answer.Body.Close()
		text, _ := io.ReadAll(answer.Body)
		return answer.StatusCode, string(text)
	}
	trusting := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	old := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11}}}
	for _, tt := range []struct {
		what   string
		client *http.Client
		scheme string
		token  string
		status int
		says   string
	}{
		{"both", trusting, "https", "s3cret", 200, `"PRESENT"`},
		{"a wrong token", trusting, "https", "wrong", 401, "a token is needed"},
		{"an unknown certificate", http.DefaultClient, "https", "s3cret", 0, "certificate"},
		{"an old version of TLS", old, "https", "s3cret", 0, "tls"},
		{"no TLS", trusting, "http", "s3cret", 400, "HTTPS"},
	} {
		if status, answer := ask(tt.client, tt.scheme, tt.token); status != tt.status || !strings.Contains(answer, tt.says) {
			t.Errorf("%s: %d %s, want %d %s", tt.what, status, answer, tt.status, tt.says)
		}
	}
}

// A view whose source has sent nothing for longer than its freshness says so, until
// an event comes.
func TestFreshness(t *testing.T) {
	p := start(t, build(t, "", "over all"), "-data", t.TempDir())
	defer p.kill()
	exceeded := func() float64 { return p.metric(t, `featc_freshness_exceeded{reader="by_user"}`) }
	push := func() {
		t.Helper()
		body := fmt.Sprintf(`{"user":1,"page":"a","ms":1,"at":%q}`, time.Now().UTC().Format(time.RFC3339Nano))
		if p.post("/ingest/clicks", body) == "" {
			t.Fatal("not taken")
		}
	}
	if limit := p.metric(t, `featc_freshness_limit_seconds{reader="by_user"}`); limit != 1 {
		t.Errorf("the limit is %v s, want 1", limit)
	}
	if exceeded() != 1 {
		t.Error("before the first event nothing is fresh")
	}
	for range 2 {
		push()
		if got := p.metric(t, `featc_freshness_seconds{reader="by_user"}`); exceeded() != 0 || got > 1 {
			t.Errorf("behind an event: %v s old, exceeded %v", got, exceeded())
		}
		time.Sleep(1100 * time.Millisecond)
		if got := p.metric(t, `featc_freshness_seconds{reader="by_user"}`); exceeded() != 1 || got < 1.1 {
			t.Errorf("1.1 s behind an event: %v s old, exceeded %v", got, exceeded())
		}
	}
}
