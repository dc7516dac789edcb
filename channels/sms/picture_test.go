package sms

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/cases"
	"github.com/samedoor/samedoor/internal/fake"
	"github.com/samedoor/samedoor/lang"
	"github.com/samedoor/samedoor/services"
)

// comesTo is a conversation that has come to a question: everything before it was answered online.
func (b *bench) comesTo(d cases.Draft, question string) []fake.Message {
	b.t.Helper()
	b.work()
	b.says(phone, "TEXT")
	b.says(phone, "5 3 1960")
	for range 200 {
		now, err := b.office.Draft(b.t.Context(), b.agent(), d.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		q := b.service.Next(now.Values(), services.DayOf(b.clock.Now())).Question
		switch {
		case q == nil:
			b.t.Fatalf("%s is not asked", question)
		case q.ID == question:
			return b.says(phone, "TEXT")
		}
		b.answerOnline(now, q)
	}
	b.t.Fatal("no end of questions")
	return nil
}

// asksForPicture is a conversation that has come to the question for a picture.
func asksForPicture(t *testing.T) (*bench, int64) {
	t.Helper()
	b := setupWith(t, everyKind(t))
	d := b.invitedBorn(lang.En, 1960)
	b.comesTo(d, "picture")
	return b, d.ID
}

// What is asked on a form is posted; to somebody it is not safe to write to a person finds another way.
func TestAFormInPlaceOfAText(t *testing.T) {
	t.Parallel()
	for safe, want := range map[accounts.Safe][2]int{accounts.Yes: {1, 0}, accounts.No: {0, 1}} {
		b := setupWith(t, everyKind(t))
		d := b.invitedBorn(lang.En, 1960)
		b.setNeeds(d.Account, func(n *accounts.Needs) { n.SafeWrite = safe })
		said := b.comesTo(d, "old-account")
		if len(said) != 1 || !strings.Contains(said[0].Body, "on a form") || !strings.Contains(said[0].Body, "Who should we ring") ||
			strings.Contains(said[0].Body, "We will post") != (want[0] == 1) {
			t.Errorf("said %v", said)
		}
		got := [2]int{b.count(`letters where kind = 'form'`), b.count(`tasks where kind = 'sms-form'`)}
		if got != want {
			t.Errorf("safe to write %s: %d forms and %d tasks, want %v", safe, got[0], got[1], want)
		}
	}
}

func kept(t *testing.T, b *bench, draft int64) []services.FileRef {
	t.Helper()
	d, err := b.office.Draft(t.Context(), b.agent(), draft)
	if err != nil {
		t.Fatal(err)
	}
	return d.Answers["picture"].Value.Files
}

func jpeg(n byte) fake.Picture {
	return fake.Picture{Type: "image/jpeg", Body: append([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), bytes.Repeat([]byte{n}, 100)...)}
}

// A picture that was asked for becomes a document of the draft and the answer, once, whatever goes wrong on the way.
func TestAPictureIsAnAnswer(t *testing.T) {
	t.Parallel()
	b, draft := asksForPicture(t)
	b.twilio.FailMedia(2)
	before := len(b.twilio.Sent(phone))
	if _, err := b.twilio.Send(t.Context(), phone, "here it is", jpeg(1), jpeg(2)); err != nil {
		t.Fatal(err)
	}
	for range 6 { // the waits between tries
		b.work()
		b.clock.Add(10 * time.Second)
	}
	files := kept(t, b, draft)
	if len(files) != 2 || files[0].Kind != "portrait" || files[0].Name != "text-1.jpg" {
		t.Fatalf("kept %+v", files)
	}
	if said := b.twilio.Sent(phone)[before:]; len(said) != 1 || !strings.Contains(said[0].Body, "We have your picture") {
		t.Errorf("said %v", said)
	}
	doc, body, err := b.office.Document(t.Context(), b.agent(), files[1].ID)
	if err != nil || !bytes.Equal(body, jpeg(2).Body) || doc.Question != "picture" {
		t.Errorf("document %+v: %v", doc, err)
	}
	if n := b.count(`sms_media where state = 'kept' and document_id is not null`); n != 2 {
		t.Errorf("%d pictures are kept", n)
	}
}

// What cannot be kept is said, and asked for again; the second time a person helps.
func TestAPictureThatCannotBeKept(t *testing.T) {
	t.Parallel()
	b, draft := asksForPicture(t)
	for _, c := range []struct {
		picture fake.Picture
		want    string
	}{
		{fake.Picture{Type: "image/svg+xml", Body: []byte("<svg onload=alert(1)>")}, "We cannot open that"},
		{fake.Picture{Type: "image/png", Body: append(bytes.Clone(png), make([]byte, maxPicture)...)}, "did not understand"},
	} {
		said := b.sends(phone, "", c.picture)
		if len(said) != 1 || !strings.Contains(said[0].Body, c.want) {
			t.Errorf("said %v, want %q", said, c.want)
		}
	}
	if files := kept(t, b, draft); len(files) > 0 {
		t.Errorf("kept %v", files)
	}
	if n := b.count(`tasks where kind = 'sms-help'`); n != 1 {
		t.Errorf("%d tasks for a person", n)
	}
	b.twilio.FailMedia(100)
	if _, err := b.twilio.Send(t.Context(), phone, "", jpeg(1)); err != nil {
		t.Fatal(err)
	}
	for range 12 {
		b.work()
		b.clock.Add(time.Minute)
	}
	if said := b.twilio.Sent(phone); !strings.Contains(said[len(said)-1].Body, "could not get your picture") {
		t.Errorf("said %s", said[len(said)-1].Body)
	}
}

// Nobody's pictures are fetched but those of somebody who has proven who they are and was asked for one.
func TestNoPictureIsFetchedUnasked(t *testing.T) {
	t.Parallel()
	b := setup(t)
	b.invited(lang.En)
	b.work()
	b.twilio.FailMedia(1) // would be used up by a fetch
	b.sends(phone, "", jpeg(1))
	b.sends("+447700900999", "look", jpeg(1))
	if n := b.count(`documents`); n != 0 || b.count(`sms_media where state = 'unwanted'`) != 2 {
		t.Errorf("%d documents", n)
	}
}

// Credentials and requests go to Twilio's own addresses of our account, and nowhere else.
func TestWhereAPictureIsFetched(t *testing.T) {
	t.Parallel()
	tw, err := NewTwilio(TwilioConfig{AccountSID: testSID, AuthToken: testToken, Base: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"", "http://api.twilio.com/2010-04-01/Accounts/" + testSID + "/Messages/SM1/Media/ME1", "https://evil.example/2010-04-01/Accounts/" + testSID + "/Messages/x",
		"https://api.twilio.com/2010-04-01/Accounts/AC2/Messages/SM1/Media/ME1", "https://twilio.com.evil.example/", "file:///etc/passwd",
		"https://api.twilio.com/2010-04-01/Accounts/" + testSID + "/Messages/../../AC2/x", "https://api.twilio.com@evil.example/2010-04-01/Accounts/" + testSID + "/Messages/x"} {
		if _, err := tw.Fetch(t.Context(), address, 10); !errors.Is(err, ErrNoMedia) {
			t.Errorf("%q: %v", address, err)
		}
	}
}
