package cases

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/audit"
	"github.com/samedoor/samedoor/channels"
)

const png = "\x89PNG\r\n\x1a\n and what follows"

func TestFilesAreTypedByTheirContent(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	for _, c := range []struct {
		name, body, media string
		want              error
	}{
		{"photo.exe", png, "image/png", nil},
		{"a.jpg", "\xff\xd8\xff\xe0 jpeg", "image/jpeg", nil},
		{"a.webp", "RIFF....WEBPVP8 ", "image/webp", nil},
		{"IMG_1.HEIC", "\x00\x00\x00\x18ftypheic....", "image/heic", nil},
		{"a.pdf", "%PDF-1.7 ", "application/pdf", nil},
		{"page.png", "<html><script>alert(1)</script>", "", ErrFileType},
		{"a.png", "MZ\x90\x00", "", ErrFileType},
		{"a.gif", "GIF89a", "", ErrFileType},
		{"empty.pdf", "", "", ErrFileType},
		{"film.mp4", "\x00\x00\x00\x18ftypisom....", "", ErrFileType},
		{"big.pdf", "%PDF-" + strings.Repeat("x", maxFile), "", ErrTooBig},
	} {
		ref, err := b.office.AddDocument(t.Context(), b.agent, d.ID, "", "other", c.name, strings.NewReader(c.body))
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
		if err != nil {
			continue
		}
		doc, body, err := b.office.Document(t.Context(), b.agent, ref.ID)
		if err != nil || doc.Type != c.media || !bytes.Equal(body, []byte(c.body)) {
			t.Errorf("%s is %s, %d bytes, %v", c.name, doc.Type, len(body), err)
		}
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'document.viewed' and draft_id = $1`, d.ID); n != 5 {
		t.Errorf("%d looks are recorded, want 5", n)
	}
}

func TestAFileIsNamedAsWhatItIs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, media, want string }{
		{"IMG_1.HEIC", "image/heic", "IMG_1.HEIC"},
		{"bill.jpeg", "image/jpeg", "bill.jpeg"},
		{"bill.hta", "application/pdf", "bill.hta.pdf"},
		{"bill.PDF", "application/pdf", "bill.PDF"},
		{"../../etc/passwd", "image/png", "passwd.png"},
		{`C:\me\"bill".pdf`, "application/pdf", "bill.pdf"},
		{"gpj.\u202efdp.exe", "application/pdf", "gpj.fdp.exe.pdf"},
		{"a\x00b\r\nSet-Cookie: c\xff.png", "image/png", "abSet-Cookie c\ufffd.png"},
		{"..", "image/png", "file.png"},
		{"", "image/png", "file.png"},
		{strings.Repeat("ŵ", 200), "image/webp", strings.Repeat("ŵ", 100) + ".webp"},
	} {
		if got := named(c.name, c.media); got != c.want {
			t.Errorf("%q is named %q, want %q", c.name, got, c.want)
		}
	}
}

func TestTheSameFileIsOneDocument(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	first, err := b.office.AddDocument(t.Context(), b.agent, d.ID, "", "passport", `C:\me\"pass".png`, strings.NewReader(png))
	must(t, err)
	again, err := b.office.AddDocument(t.Context(), b.worker, d.ID, "", "passport", "again.png", strings.NewReader(png))
	must(t, err)
	if first.ID != again.ID || first.Name != "pass.png" {
		t.Errorf("first %+v, again %+v", first, again)
	}
	if got := b.kinds(t, d.ID); got != "started document-added" {
		t.Errorf("events %q", got)
	}
	if _, err := b.office.AddDocument(t.Context(), b.agent, d.ID, "no-such-question", "", "x.png", strings.NewReader(png)); !errors.Is(err, ErrNotFound) {
		t.Errorf("for no question: %v", err)
	}
}

func TestSeenDocumentsHaveNoCopy(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.worker, 0)
	ref, err := b.office.SeeDocument(t.Context(), b.worker, d.ID, "", "passport")
	must(t, err)
	if !ref.Seen || ref.Kind != "passport" {
		t.Errorf("ref %+v", ref)
	}
	if _, _, err := b.office.Document(t.Context(), b.worker, ref.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("reading it: %v, want ErrNotFound", err)
	}
}

func TestEvidenceThatCameIsOneTask(t *testing.T) {
	t.Parallel()
	b := setup(t)
	a := b.account(t, nil)
	c := b.submitted(t, a.ID, walking())
	must(t, b.office.AskEvidence(t.Context(), b.worker, c.ID, c.Rev, "A photo"))
	citizen := audit.Actor{Role: audit.Citizen, ID: a.ID, Door: channels.Web}
	for _, body := range []string{png + "1", png + "2"} {
		_, err := b.office.AddDocument(t.Context(), citizen, c.Draft, "", "photo", "photo.png", strings.NewReader(body))
		must(t, err)
	}
	f, err := b.office.Open(t.Context(), b.worker, c.ID)
	must(t, err)
	if len(f.Tasks) != 1 || f.Tasks[0].Kind != "evidence-came" || len(f.Documents) != 2 {
		t.Errorf("tasks %+v, documents %+v", f.Tasks, f.Documents)
	}
	must(t, b.office.DoneTask(t.Context(), b.worker, f.Tasks[0].ID))
	must(t, b.office.DoneTask(t.Context(), b.worker, f.Tasks[0].ID))
	if n := b.count(t, `select count(*) from events where kind = 'task-done'`); n != 1 {
		t.Errorf("%d events that it was done, want 1", n)
	}
}

func TestADraftTakesOnlySoManyFiles(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, 0)
	for i := range mostFiles + 1 {
		_, err := b.office.AddDocument(t.Context(), b.agent, d.ID, "", "other", "a.png", strings.NewReader(fmt.Sprint(png, i)))
		if full := i == mostFiles; full != errors.Is(err, ErrTooMany) || !full && err != nil {
			t.Fatalf("file %d: %v", i+1, err)
		}
	}
	if n := b.count(t, `select count(*) from documents where draft_id = $1`, d.ID); n != mostFiles {
		t.Errorf("%d files are kept, want %d", n, mostFiles)
	}
	if _, err := b.office.AddDocument(t.Context(), b.agent, d.ID, "", "other", "a.png", strings.NewReader(fmt.Sprint(png, 0))); err != nil {
		t.Errorf("one that is there already: %v", err)
	}
}
