package serve_test

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// send posts a body and returns the status and the answer.
func (p *process) send(t *testing.T, path string, body io.Reader, header ...string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodPost, p.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, err.Error()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

const good = `{"entities":{"user_id":[1]},"features":["spend:n_1h"]}`

// What is wrong with a request is said in a 4xx that clients of Feast do not repeat,
// and the server goes on.
func TestBadInput(t *testing.T) {
	_, path := fraud(t)
	p := start(t, path, "-data", t.TempDir(), "-max-body", "1000000", "-max-entities", "100", "-max-events", "100", "-body-deadline", "1s")
	defer p.kill()
	future := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	now := time.Now().UTC().Format(time.RFC3339)
	event := func(id, user, amount, at string) string {
		return fmt.Sprintf(`{"txn_id":%s,"user_id":%s,"amount":%s,"status":"approved","at":%q}`, id, user, amount, at)
	}
	for _, tt := range []struct {
		name, path, body string
		status           int
		says             string
	}{
		{"malformed", "/get-online-features", `{"entities"`, 400, "the body is not JSON"},
		{"no object", "/get-online-features", `[]`, 400, "not a JSON object"},
		{"empty", "/get-online-features", ``, 400, "not JSON"},
		{"no entities", "/get-online-features", `{"features":["spend:n_1h"]}`, 400, "entities is missing"},
		{"entities of a wrong shape", "/get-online-features", `{"entities":[1],"features":["spend:n_1h"]}`, 400, "entities is not an object"},
		{"entity that is no array", "/get-online-features", `{"entities":{"user_id":1},"features":["spend:n_1h"]}`, 400, "user_id is not an array"},
		{"arrays that differ", "/get-online-features", `{"entities":{"user_id":[1],"merchant_id":[]},"features":["habit:visits"]}`, 400, "arrays of 1 and of 0"},
		{"no features", "/get-online-features", `{"entities":{"user_id":[1]}}`, 400, "features is missing"},
		{"unknown view", "/get-online-features", `{"entities":{"user_id":[1]},"features":["nope:n"]}`, 404, "no view or feature set \\\\\\\"nope"},
		{"unknown feature", "/get-online-features", `{"entities":{"user_id":[1]},"features":["spend:nope"]}`, 404, "spend has no feature"},
		{"unknown set", "/get-online-features", `{"entities":{"user_id":[1]},"feature_service":"nope"}`, 404, "no feature set"},
		{"no reference", "/get-online-features", `{"entities":{"user_id":[1]},"features":["n_1h"]}`, 400, "write view:feature"},
		{"names that collide", "/get-online-features", `{"entities":{"user_id":[1],"merchant_id":["m"]},"features":["spend:n_1h","risk:n_1h"]}`, 400, "ask for full_feature_names"},
		{"missing key", "/get-online-features", `{"entities":{"user_id":[1]},"features":["habit:visits"]}`, 400, "habit needs the entity key merchant_id"},
		{"unknown key", "/get-online-features", `{"entities":{"user_id":[1],"usr":[1]},"features":["spend:n_1h"]}`, 400, "entity key usr"},
		{"missing request data", "/get-online-features", `{"entities":{"user_id":[1],"merchant_id":["m"]},"feature_service":"fraud_v1"}`, 400, "needs amount in request_context"},
		{"wrong type", "/get-online-features", `{"entities":{"user_id":["x"]},"features":["spend:n_1h"]}`, 422, "is not an int64"},
		{"null key", "/get-online-features", `{"entities":{"user_id":[null]},"features":["spend:n_1h"]}`, 422, "is null, but must not be"},
		{"too many entities", "/get-online-features", `{"entities":{"user_id":[` + strings.Repeat("1,", 100) + `1]},"features":["spend:n_1h"]}`, 413, "more than 100 entities"},
		{"instant that is none", "/get-online-features?at=yesterday", good, 400, "at: "},
		{"instant that is to come", "/get-online-features?at=" + future, good, 400, "yet to come"},
		{"unknown source", "/push", `{"push_source_name":"nope","df":{}}`, 404, "no source"},
		{"offline", "/push", `{"push_source_name":"txns","df":{},"to":"offline"}`, 400, "not possible here"},
		{"to nowhere", "/push", `{"push_source_name":"txns","df":{},"to":"moon"}`, 400, "to is online"},
		{"no df", "/push", `{"push_source_name":"txns"}`, 400, "df is missing"},
		{"no name", "/push", `{"df":{}}`, 400, "name of the source is missing"},
		{"columns that differ", "/push", `{"push_source_name":"txns","df":{"txn_id":["a","b"],"user_id":[1]}}`, 400, "differ in length"},
		{"column that is no array", "/push", `{"push_source_name":"txns","df":{"txn_id":"a"}}`, 400, "txn_id is not an array"},
		{"column that is missing", "/push", `{"push_source_name":"txns","df":{"txn_id":["a"]}}`, 422, "row 0: column user_id: is null"},
		{"a view is not written", "/write-to-online-store", `{"feature_view_name":"spend","df":{}}`, 400, "push those of txns"},
		{"no JSON line", "/ingest/txns", event(`"a"`, "1", "1", now) + "\nnope", 400, "row 1: not a JSON object"},
		{"wrong type of a column", "/ingest/txns", event(`"a"`, "1", `"ten"`, now), 422, "row 0: column amount"},
		{"digits that do not fit", "/ingest/txns", event(`"a"`, "1", "1.005", now), 422, "is not a decimal(12, 2)"},
		{"null key of an event", "/ingest/txns", event(`"a"`, "null", "1", now), 422, "row 0: column user_id: is null"},
		{"nested", "/ingest/txns", event(`["a"]`, "1", "1", now), 422, "is an array or an object"},
		{"event from the future", "/ingest/txns", event(`"a"`, "1", "1", future), 422, "ahead of the server's clock"},
		{"too many events", "/ingest/txns", strings.Repeat(event(`"a"`, "1", "1", now)+"\n", 101), 413, "more than 100 events"},
		{"parameters that cannot be read", "/get-online-features?at=2020-01-01T00:00:00Z;tz=utc", good, 400, "the parameters behind ? cannot be read"},
		{"escape that is none", "/ingest/txns?origin=100%&from=0", event(`"a"`, "1", "1", now), 400, "the parameters behind ? cannot be read"},
		{"unknown parameter", "/ingest/txns?orgin=a&from=0", event(`"a"`, "1", "1", now), 400, `there is no parameter \\\"orgin\\\": there are origin, from, columns`},
		{"parameter of another address", "/push?at=2020-01-01T00:00:00Z", `{}`, 400, "this address has none"},
		{"parameter that is there twice", "/get-online-features?at=2020-01-01T00:00:00Z&at=2021-01-01T00:00:00Z", good, 400, "parameter at is given twice"},
		{"no instant", "/get-online-features?at=", good, 400, "at: there is no instant"},
		{"from without origin", "/ingest/txns?from=5", event(`"a"`, "1", "1", now), 400, "from and origin belong together"},
		{"column of another definition", "/ingest/txns?columns=txn_id,colour", event(`"a"`, "1", "1", now), 409, "source txns has no column colour here"},
		{"where it is not JSON", "/get-online-features", `{"entities":{"user_id":[NaN]}}`, 400, "not JSON: invalid character 'N' looking for beginning of value, at byte 25"},
		{"entity twice", "/get-online-features", `{"entities":{"user_id":[1],"user_id":[2]},"features":["spend:n_1h"]}`, 400, "entities: user_id is there twice"},
		{"entity and request data", "/get-online-features", `{"entities":{"user_id":[1]},"request_context":{"user_id":[2]},"features":["spend:n_1h"]}`, 400, "user_id is in entities and in request_context"},
		{"feature twice", "/get-online-features", `{"entities":{"user_id":[1]},"features":["spend:n_1h","spend:n_1h"]}`, 400, "spend:n_1h is asked for twice"},
		{"features of a wrong shape", "/get-online-features", `{"entities":{"user_id":[1]},"features":"spend:n_1h"}`, 400, "features is not an array of view:feature"},
		{"empty key", "/get-online-features", `{"entities":{"merchant_id":[""]},"features":["risk:n_1h"]}`, 422, "merchant_id, number 0: is null, but must not be"},
		{"unknown route", "/nope", ``, 404, "there is no POST /nope"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			status, answer := p.send(t, tt.path, strings.NewReader(tt.body))
			if status != tt.status || !strings.Contains(answer, tt.says) {
				t.Errorf("%d %s, want %d %s", status, answer, tt.status, tt.says)
			}
			if !strings.HasPrefix(answer, `"{\"class\":`) {
				t.Errorf("%s is not an error as Feast writes it", answer)
			}
		})
	}
	t.Run("100 MB", func(t *testing.T) {
		status, answer := p.send(t, "/ingest/txns", bytes.NewReader(make([]byte, 100<<20)))
		if status != 413 && status != 0 { // the connection may be cut before the answer is read
			t.Errorf("%d %s", status, answer)
		}
	})
	for _, length := range []string{"Content-Length: 10485760\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\na00000\r\n"} {
		t.Run("all sent before an answer is looked for, "+length[:14], func(t *testing.T) {
			c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			_ = c.SetDeadline(time.Now().Add(20 * time.Second))
			fmt.Fprint(c, "POST /ingest/txns HTTP/1.1\r\nHost: x\r\n"+length)
			if _, err := c.Write(append(make([]byte, 10<<20), "\r\n0\r\n\r\n"...)); err != nil {
				t.Error(err)
			}
			answer := make([]byte, 13)
			if _, err := io.ReadFull(c, answer); err != nil || string(answer) != "HTTP/1.1 413 " {
				t.Errorf("%v %q", err, answer)
			}
		})
	}
	t.Run("compressed", func(t *testing.T) {
		status, answer := p.send(t, "/ingest/txns", strings.NewReader("x"), "Content-Encoding", "gzip")
		if status != 415 || !strings.Contains(answer, "Content-Encoding is gzip") {
			t.Errorf("%d %s", status, answer)
		}
	})
	t.Run("wrong method", func(t *testing.T) {
		r, err := http.Get(p.url + "/push")
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != 405 || r.Header.Get("Allow") != "POST" {
			t.Errorf("%s, Allow: %s", r.Status, r.Header.Get("Allow"))
		}
	})
	t.Run("too large, of unknown length", func(t *testing.T) {
		status, answer := p.send(t, "/ingest/txns", io.MultiReader(bytes.NewReader(make([]byte, 2<<20))))
		if status != 413 || !strings.Contains(answer, "more than 1000000 bytes") {
			t.Errorf("%d %s", status, answer)
		}
	})
	t.Run("slow client", func(t *testing.T) {
		c, err := net.Dial("tcp", strings.TrimPrefix(p.url, "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		_ = c.SetDeadline(time.Now().Add(20 * time.Second))
		fmt.Fprint(c, "POST /ingest/txns HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{")
		answer, _ := io.ReadAll(c)
		if !strings.HasPrefix(string(answer), "HTTP/1.1 408 ") {
			t.Errorf("%q", answer)
		}
	})
	if status, answer := p.send(t, "/get-online-features", strings.NewReader(good)); status != 200 || !strings.Contains(answer, `{"values":[0],"statuses":["PRESENT"]`) {
		t.Errorf("after all that: %d %s", status, answer)
	}
}

func TestPushAndRead(t *testing.T) {
	_, path := fraud(t)
	dir := t.TempDir()
	p := start(t, path, "-data", dir)
	defer func() { p.kill() }()
	now := time.Now().Add(-time.Second).UTC()
	at := now.Format(time.RFC3339Nano)
	df := fmt.Sprintf(`{"txn_id":["a","b"],"user_id":[1,1],"merchant_id":["m",null],"amount":[10.5,"2.25"],"status":["approved","approved"],"at":[%q,%q]}`, at, at)
	if status, answer := p.send(t, "/push", strings.NewReader(`{"push_source_name":"txns","df":`+df+`,"to":"online"}`)); status != 200 || answer != "null" {
		t.Errorf("push: %d %s", status, answer)
	}
	again := strings.Replace(df, `"a","b"`, `"c","d"`, 1)
	if status, answer := p.send(t, "/write-to-online-store", strings.NewReader(`{"feature_view_name":"txns","df":`+again+`}`)); status != 200 || answer != "null" {
		t.Errorf("write: %d %s", status, answer)
	}
	ask := `{"entities":{"user_id":[1,2]},"features":["spend:total_1h","spend:n_1h"],"full_feature_names":true}`
	for _, want := range []string{
		`"feature_names":["user_id","spend__total_1h","spend__n_1h"]`,
		`{"values":[1,2],"statuses":["PRESENT","PRESENT"],"event_timestamps":["1970-01-01T00:00:00Z","1970-01-01T00:00:00Z"]}`,
		`{"values":[25.50,null],"statuses":["PRESENT","NOT_FOUND"],`,
		`{"values":[4,0],"statuses":["PRESENT","PRESENT"],`,
	} {
		if status, answer := p.send(t, "/get-online-features", strings.NewReader(ask)); status != 200 || !strings.Contains(answer, want) {
			t.Errorf("%d %s, want %s", status, answer, want)
		}
	}
	if got := p.metric(t, `featc_null_features_total{cause="entity not seen",reader="spend"}`); got != 4 {
		t.Errorf("%v features were served as null, want 4", got)
	}
	if status, answer := p.send(t, "/get-online-features?at="+at, strings.NewReader(good)); status != 400 || !strings.Contains(answer, "the earliest that they do is 2") {
		t.Errorf("a read behind an arrival: %d %s", status, answer)
	}
	for route, want := range map[string]string{
		"/health": "", "/healthz": "", "/readyz": "",
		"/metrics": `featc_admission_total{group="txns_by_user",verdict="admitted"} 4`,
	} {
		r, err := http.Get(p.url + route)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := io.ReadAll(r.Body)
		_ = r.Body.Close()
		if r.StatusCode != 200 || !strings.Contains(string(text), want) {
			t.Errorf("%s: %d %s", route, r.StatusCode, text)
		}
	}
	_ = p.cmd.Process.Signal(os.Interrupt)
	if err := p.cmd.Wait(); err != nil {
		t.Errorf("stopped with %v", err)
	}
	p = start(t, path, "-data", dir)
	if !strings.Contains(p.log.String(), `"checkpoint":4,"events behind it":0`) {
		t.Errorf("a server that was stopped starts from its last checkpoint, not with\n%s", p.log)
	}
	if _, answer := p.send(t, "/get-online-features", strings.NewReader(ask)); !strings.Contains(answer, `{"values":[4,0]`) {
		t.Errorf("after a restart: %s", answer)
	}
	p.kill()
	p = start(t, path, "-data", dir, "-checkpoint-every", "1h")
	if p.post("/ingest/txns", fmt.Sprintf(`{"txn_id":"e","user_id":1,"amount":1,"status":"approved","at":%q}`, at)) == "" {
		t.Fatal("not taken")
	}
	p.kill()
	p = start(t, path, "-data", dir)
	if !strings.Contains(p.log.String(), `"events behind it":1`) {
		t.Errorf("a server that was killed begins without the last event:\n%s", p.log)
	}
	for _, name := range []string{`featc_events_total{source="txns"}`, `featc_admission_total{group="txns_by_user",verdict="admitted"}`} {
		if got := p.metric(t, name); got != 0 {
			t.Errorf("%s counts %v events that came in before the start", name, got)
		}
	}
}

func TestTokenAndAddress(t *testing.T) {
	_, path := fraud(t)
	token := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(token, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p := start(t, path, "-data", t.TempDir(), "-token-file", token)
	defer p.kill()
	for _, tt := range []struct {
		header string
		status int
	}{{"", 401}, {"Bearer wrong", 401}, {"s3cret", 401}, {"Bearer s3cret", 200}, {"bearer s3cret", 200}} {
		if status, answer := p.send(t, "/get-online-features", strings.NewReader(good), "Authorization", tt.header); status != tt.status {
			t.Errorf("%q: %d %s", tt.header, status, answer)
		}
	}
	if r, err := http.Get(p.url + "/metrics"); err != nil || r.StatusCode != 401 {
		t.Error(r, err)
	}
	if got := p.tokenMetric(t, "s3cret", `featc_requests_total{code="401",route="unauthorized"}`); got != 4 {
		t.Errorf("%v requests were without the token, want 4", got)
	}
	for _, tt := range []struct {
		args []string
		says string
	}{
		{[]string{"-data", ""}, "say where to keep the log and the states: -data FOLDER, or -store URL"},
		{[]string{"-max-requests", "-1"}, "-max-requests is below 0"},
		{[]string{"-keep-log", "-5s"}, "-keep-log is below 0"},
		{[]string{"-vectors-sample", "NaN"}, "-vectors-sample NaN is not a share from 0 to 1"},
		{[]string{"-vectors-sample", "0"}, "-vectors-sample 0 would log nothing"},
		{[]string{"-tls-cert", "nope", "-tls-key", "nope"}, "-tls-cert: open nope"},
		{[]string{"-addr", "0.0.0.0:0"}, "can be reached by other machines: give it TLS"},
		{[]string{"-addr", ":0"}, "can be reached by other machines"},
		{[]string{"-addr", "nowhere"}, "-addr: "},
		{[]string{"-tls-cert", "x"}, "a certificate needs its key"},
		{[]string{"-token-file", filepath.Join(t.TempDir(), "none")}, "token: "},
		{[]string{"extra"}, `"extra" is too much`},
	} {
		cmd := command(path, append([]string{"-data", t.TempDir()}, tt.args...)...)
		out, err := cmd.CombinedOutput()
		if err == nil || !strings.Contains(string(out), tt.says) {
			t.Errorf("%v: %v\n%s", tt.args, err, out)
		}
	}
}
