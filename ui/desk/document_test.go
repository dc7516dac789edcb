package desk_test

import (
	"mime"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// png is the smallest picture there is: one pixel.
const png = "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\rIDATx\x9cc\x00\x01\x00\x00\x05\x00\x01\r\n-\xb4\x00\x00\x00\x00IEND\xaeB`\x82"

// At the counter documents are seen and handed back, or scanned in; what was scanned is handed out as a file and never shown.
func TestDocumentsAtTheCounter(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(b.person(margaret).ID)
	b.answer(d.ID, "applying-for", "self")
	w := b.as("agent.anytown").begin("counter", "carry-on").get("/desk/draft/" + d.Reference + "?q=proof-identity")
	w.send(".paper-keys", url.Values{"act": {"seen"}}).expect(http.StatusUnprocessableEntity, sentence(b.badge, "proof-identity", "not-a-choice"))
	w.send(".paper-keys", url.Values{"act": {"seen"}, "kind": {"passport"}}).expect(200, "Passport: "+say("desk.paper.was_seen"))
	form := filled(w.form(".paper-keys"))
	form.Set("kind", "birth-certificate")
	form.Set("act", "upload")
	action := w.form(".paper-keys").AttrOr("action", "")
	w.upload(action, form, "cert.exe", []byte("MZ this is a program")).expect(http.StatusUnprocessableEntity, say("errors.file-type.body"))
	w.upload(action, form, "cert.png", []byte(png)).expect(200, "Birth certificate: cert.png")
	w.get("/desk/draft/"+d.Reference+"?q=proof-identity").expect(200, "Passport: "+say("desk.paper.was_seen"))
	if n := b.count(`select count(*) from documents where door = 'counter' and draft_id = $1`, d.ID); n != 2 {
		t.Errorf("%d documents", n)
	}
	file := w.page.Find(".agent__script a[href^='/desk/document/']").AttrOr("href", "")
	w.get(file)
	kind, values, err := mime.ParseMediaType(w.head.Get("Content-Disposition"))
	if err != nil || kind != "attachment" || values["filename"] != "cert.png" || w.head.Get("X-Content-Type-Options") != "nosniff" || w.head.Get("Content-Type") != "image/png" {
		t.Errorf("the file comes with %v", w.head)
	}
	w.get("/desk/draft/"+d.Reference+"?q=proof-identity").send("button[name=op][value=done]", url.Values{"op": {"done"}})
	if w.question() == "proof-identity" {
		t.Error("the screen does not go on")
	}
	w.get("/desk/draft/"+d.Reference+"?q=proof-identity").send("[value=remove]", nil)
	if strings.Contains(w.text(".agent__script"), "Passport:") {
		t.Errorf("it is still there: %s", w.text(".agent__script"))
	}
}

// A file that is not chosen, or too large, is a plain sentence on the screen.
func TestAFileThatCannotBeTaken(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(0)
	w := b.as("agent.anytown").get("/desk/draft/" + d.Reference + "?q=photo")
	w.send(".paper-keys", url.Values{"act": {"upload"}}).expect(http.StatusUnprocessableEntity, say("desk.paper.choose"))
	form := filled(w.form(".paper-keys"))
	form.Set("act", "upload")
	w.upload(w.form(".paper-keys").AttrOr("action", ""), form, "big.png", []byte(png+strings.Repeat("\x00", 10<<20))).expect(http.StatusUnprocessableEntity, say("errors.too-big.body"))
	if n := b.count(`select count(*) from documents`); n != 0 {
		t.Errorf("%d documents", n)
	}
}
