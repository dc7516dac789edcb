package fake_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/internal/fake"
)

const (
	sid   = "AC00000000000000000000000000000001"
	token = "secret"
	our   = "+442079460000"
	phone = "+447700900123"
)

// hook is a system that remembers the webhooks it got, and says whether each was signed for the public address.
type hook struct {
	*httptest.Server
	got chan url.Values
}

func newHook(t *testing.T, public string) hook {
	h := hook{got: make(chan url.Values, 100)}
	h.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		if r.Header.Get("X-Twilio-Signature") != fake.Sign(token, public+r.URL.Path, r.PostForm) {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		h.got <- r.PostForm
	}))
	t.Cleanup(h.Close)
	return h
}

func start(t *testing.T, o fake.Options) (*fake.Twilio, string) {
	o.AccountSID, o.AuthToken, o.Number = sid, token, our
	tw := fake.NewTwilio(o)
	srv := httptest.NewServer(tw)
	t.Cleanup(srv.Close)
	return tw, srv.URL
}

func post(t *testing.T, base, password string, form url.Values) (int, map[string]any) {
	t.Helper()
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/2010-04-01/Accounts/"+sid+"/Messages.json", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(sid, password)
	return do(t, req)
}

func get(t *testing.T, address string) (int, map[string]any) {
	t.Helper()
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	req.SetBasicAuth(sid, token)
	return do(t, req)
}

func do(t *testing.T, req *http.Request) (int, map[string]any) {
	t.Helper()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, _ := io.ReadAll(res.Body)
	var v map[string]any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return res.StatusCode, v
}

func text(to, body string) url.Values {
	return url.Values{"To": {to}, "From": {our}, "Body": {body}, "StatusCallback": {"https://public.example.org/sms/status"}}
}

func TestCreateFetchList(t *testing.T) {
	t.Parallel()
	h := newHook(t, "https://public.example.org")
	tw, base := start(t, fake.Options{Public: "https://public.example.org", Target: h.URL})
	status, m := post(t, base, token, text(phone, "first"))
	if status != http.StatusCreated || m["status"] != "queued" || m["body"] != "first" || m["date_sent"] != nil {
		t.Fatalf("create answered %d %v", status, m)
	}
	if _, again := post(t, base, token, text(phone, "second")); again["sid"] == m["sid"] {
		t.Error("two messages have one sid")
	}
	if status, f := get(t, base+m["uri"].(string)); status != 200 || f["body"] != "first" {
		t.Errorf("fetch answered %d %v", status, f)
	}
	messages := base + "/2010-04-01/Accounts/" + sid + "/Messages.json"
	_, list := get(t, messages+"?To="+url.QueryEscape(phone)+"&PageSize=1")
	if got := list["messages"].([]any); len(got) != 1 || got[0].(map[string]any)["body"] != "second" || list["next_page_uri"] == nil {
		t.Errorf("the first page is %v", list)
	}
	_, list = get(t, base+list["next_page_uri"].(string))
	if got := list["messages"].([]any); len(got) != 1 || got[0].(map[string]any)["body"] != "first" {
		t.Errorf("the second page is %v", list)
	}
	today := time.Now().UTC().Format(time.DateOnly)
	if _, list = get(t, messages+"?DateSent="+today); len(list["messages"].([]any)) != 0 {
		t.Error("a queued message has a date_sent")
	}
	if err := tw.Report(t.Context(), m["sid"].(string), "delivered", "sent", "sent"); err != nil {
		t.Fatal(err)
	}
	if _, list = get(t, messages+"?DateSent="+today); len(list["messages"].([]any)) != 1 {
		t.Error("a sent message has no date_sent")
	}
	for _, want := range []string{"delivered", "sent", "sent"} {
		if form := <-h.got; form.Get("MessageStatus") != want || form.Get("MessageSid") != m["sid"] {
			t.Errorf("callback %v, want %s", form, want)
		}
	}
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	tw, base := start(t, fake.Options{Digits: true})
	tw.Fail(fake.Rule{To: phone, Times: 1, Fault: fake.Fault{Do: fake.Refuse, Code: 20429}})
	for _, c := range []struct {
		form     url.Values
		password string
		status   int
		code     float64
	}{
		{text(phone, "x"), token, 429, 20429},
		{text(phone, "x"), token, 201, 0},
		{text(phone, "x"), "wrong", 401, 20003},
		{text("07700900123", "x"), token, 400, 21211},
		{text(phone, ""), token, 400, 21602},
		{text(phone, strings.Repeat("x", 1601)), token, 400, 21617},
		{text("+447700900991", "x"), token, 400, 21610},
		{text("+447700900990", "x"), token, 429, 20429},
		{text("+447700900993", "x"), token, 201, 0},
	} {
		status, v := post(t, base, c.password, c.form)
		if code, _ := v["code"].(float64); status != c.status || code != c.code {
			t.Errorf("%s: %d %v, want %d %v", c.form.Get("To"), status, v["code"], c.status, c.code)
		}
	}
}

func TestAcceptedThenCut(t *testing.T) {
	t.Parallel()
	tw, base := start(t, fake.Options{})
	tw.Fail(fake.Rule{Times: 1, Fault: fake.Fault{Do: fake.Close}})
	form := text(phone, "kept")
	req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/2010-04-01/Accounts/"+sid+"/Messages.json", strings.NewReader(form.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(sid, token)
	if res, err := http.DefaultClient.Do(req); err == nil {
		res.Body.Close()
		t.Error("the connection was not cut")
	}
	if got := tw.Sent(phone); len(got) != 1 || got[0].Body != "kept" {
		t.Errorf("accepted were %v", got)
	}
}

func TestHandset(t *testing.T) {
	t.Parallel()
	h := newHook(t, "https://public.example.org")
	tw, base := start(t, fake.Options{Public: "https://public.example.org", Target: h.URL, Auto: true, OptOuts: true})
	news := make(chan []fake.Message)
	go func() { news <- tw.Changes(context.Background(), phone, 0) }()
	post(t, base, token, text(phone, "hello"))
	if got := <-news; len(got) != 1 || got[0].Body != "hello" {
		t.Errorf("the handset saw %v", got)
	}
	tw.Wait()
	if got := tw.Messages(phone); got[0].Status != "delivered" {
		t.Errorf("by itself it became %s", got[0].Status)
	}
	res, err := http.PostForm(base+"/demo/text", url.Values{"from": {phone}, "body": {"Stop"}})
	if err != nil || res.StatusCode != 200 {
		t.Fatalf("text: %v %v", res, err)
	}
	res.Body.Close()
	for form := range h.got {
		if form.Get("Body") == "Stop" {
			if form.Get("OptOutType") != "STOP" || form.Get("To") != our {
				t.Errorf("inbound was %v", form)
			}
			break
		}
	}
	if status, v := post(t, base, token, text(phone, "more")); status != 400 || v["code"] != 21610.0 {
		t.Errorf("after STOP a text was answered %d %v", status, v)
	}
	if _, v := get(t, base+"/demo/phones"); v["phones"].([]any)[0] != phone {
		t.Errorf("phones are %v", v)
	}
	if _, v := get(t, base+"/demo/changes?after=0&phone="+url.QueryEscape(phone)); len(v["messages"].([]any)) != 2 {
		t.Errorf("changes are %v", v)
	}
}

// A picture is announced with the message and given to whoever signs in.
func TestPictures(t *testing.T) {
	t.Parallel()
	h := newHook(t, "https://public.example.org")
	tw, base := start(t, fake.Options{Public: "https://public.example.org", Target: h.URL})
	if _, err := tw.Send(t.Context(), phone, "look", fake.Picture{Type: "image/png", Body: []byte("png")}, fake.Picture{Type: "image/gif", Body: []byte("gif")}); err != nil {
		t.Fatal(err)
	}
	form := <-h.got
	if form.Get("NumMedia") != "2" || form.Get("MediaContentType1") != "image/gif" || form.Get("Body") != "look" {
		t.Fatalf("the webhook was %v", form)
	}
	address := base + strings.TrimPrefix(form.Get("MediaUrl1"), "https://api.twilio.com")
	fetch := func(password string) (int, string) {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		req.SetBasicAuth(sid, password)
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		body, _ := io.ReadAll(res.Body)
		return res.StatusCode, string(body)
	}
	if status, body := fetch(token); status != 200 || body != "gif" {
		t.Errorf("the picture is %d %q", status, body)
	}
	if status, _ := fetch("wrong"); status != 401 {
		t.Errorf("a stranger is answered %d", status)
	}
	tw.FailMedia(1)
	if status, _ := fetch(token); status != 500 {
		t.Errorf("a broken picture is answered %d", status)
	}
	if status, _ := fetch(token); status != 200 {
		t.Errorf("and after that %d", status)
	}
}
