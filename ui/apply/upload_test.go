package apply_test

import (
	"bytes"
	"mime/multipart"
	"net/url"
	"strings"
	"testing"

	"github.com/samedoor/samedoor/cases"
)

var (
	picture  = append([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"), bytes.Repeat([]byte{0}, 100)...)
	document = []byte("%PDF-1.4\n%%EOF\n")
)

type file struct {
	name string
	body []byte
}

// upload sends files with the form on the page.
func (w *browser) upload(kind string, files ...file) *browser {
	w.Helper()
	f := w.form("input[type=file]")
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for name, values := range filled(f) {
		must(w, parts.WriteField(name, values[0]))
	}
	if kind != "" {
		must(w, parts.WriteField("kind", kind))
	}
	for _, x := range files {
		part, err := parts.CreateFormFile("file", x.name)
		must(w, err)
		_, err = part.Write(x.body)
		must(w, err)
	}
	must(w, parts.Close())
	res, err := w.client.Post(w.url+f.AttrOr("action", ""), parts.FormDataContentType(), &body)
	must(w, err)
	return w.show(res)
}

// toFiles walks until proof of identity is asked for.
func toFiles(t *testing.T) *browser {
	t.Helper()
	w := setup(t).begin("en")
	for _, answer := range readStory(t, "child-equipment").Answers {
		for id, told := range answer {
			if w.reach(id); id == "proof-identity" {
				return w
			}
			w.tell(id, told)
		}
	}
	t.Fatal("the proof of identity is not asked for")
	return nil
}

func TestUpload(t *testing.T) {
	t.Parallel()
	w := toFiles(t)
	w.upload("").expect(422, "").says("Choose a photo or file first")
	w.upload("passport", file{"face.png", picture}, file{"virus.pdf", []byte("MZ this is a program")}, file{"letter.txt", document}).expect(422, "")
	w.says("“virus.pdf” cannot be opened").says("Passport: face.png").says("Passport: letter.txt") // typed by what is in it
	w.upload("birth-certificate", file{"large.pdf", append(document, bytes.Repeat([]byte{'a'}, 10<<20)...)}).expect(422, "").says("larger than 10 MB")
	w.upload("", file{"second.pdf", append([]byte("%PDF-1.5\n"), document...)}).expect(200, "").says("We have what you sent").says("second.pdf")
	if got := len(w.draft().Answers["proof-identity"].Value.Files); got != 3 {
		t.Fatalf("%d files are kept", got)
	}
	w.open(w.page.Find("a:contains('Remove')").First().AttrOr("href", "")).expect(200, "Remove “Passport: face.png”?")
	w.send(w.form("[name=op]"), nil).expect(200, "")
	if strings.Contains(w.text("main"), "face.png") {
		t.Error("it is still there")
	}
	w.send(w.form("button[name=op]"), url.Values{"op": {"done"}})
	if w.asked() != "photo" {
		t.Fatalf("on to %s", w.asked())
	}
	w.upload("", file{"me.png", picture}).expect(200, "")
	if w.has("input[type=file]") {
		t.Error("a second photo is offered")
	}
	w.open("/application/"+w.ref()+"/photo/files").expect(200, "")
	if w.asked() != "photo" {
		t.Errorf("the address of the upload leads to %s", w.at)
	}
}

func TestTheLastFileIsRemoved(t *testing.T) {
	t.Parallel()
	w := toFiles(t)
	w.upload("passport", file{"face.png", picture})
	w.open(w.page.Find("a:contains('Remove')").AttrOr("href", ""))
	w.send(w.form("[name=op]"), nil).expect(200, "")
	if w.asked() != "proof-identity" || !w.has("button[name=later]") {
		t.Errorf("at %s", w.at)
	}
	w.tell("proof-identity", "later")
	if w.asked() != "photo" {
		t.Errorf("on to %s", w.asked())
	}
	w.open("/application/" + w.ref() + "/proof-identity").says("You have said that you will send this another way")
	w.send(w.form("button[name=op]"), url.Values{"op": {"done"}})
	if w.asked() != "photo" {
		t.Errorf("on to %s", w.asked())
	}
}

// What a case waits for is sent from its page.
func TestEvidence(t *testing.T) {
	t.Parallel()
	w := walkStory(t, readStory(t, "pip-descriptor-e"))
	w.send(w.form("button"), nil).expect(200, "Application sent").says("Still to come")
	c, err := w.office.Find(t.Context(), w.agent, w.ref())
	must(t, err)
	must(t, w.office.Take(t.Context(), w.agent, c.ID))
	c, err = w.office.Find(t.Context(), w.agent, w.ref())
	must(t, err)
	must(t, w.office.AskEvidence(t.Context(), w.agent, c.ID, c.Rev, "The decision letter of your PIP"))
	w.open("/application/"+w.ref()).expect(200, "Your application").says("Waiting for something from you").says("The decision letter of your PIP")
	w.upload("", file{"program.pdf", []byte("MZ")}).expect(422, "Your application").says("“program.pdf” cannot be opened")
	w.upload("", file{"letter.pdf", document}).expect(200, "Your application").says("We have what you sent").says("A document was added online")
	f, err := w.office.Open(t.Context(), w.agent, c.ID)
	must(t, err)
	if len(f.Documents) != 1 || f.Case.State != cases.Waiting {
		t.Errorf("%d documents, %s", len(f.Documents), f.Case.State)
	}
}
