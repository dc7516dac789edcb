package apply_test

import (
	"net/url"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/samedoor/samedoor/services"
)

// grow publishes a version 2 of the garden with other files.
func (b *bundle) grow(change func(name, text string) string) {
	b.Helper()
	fs := fstest.MapFS{}
	for _, name := range []string{"service.yaml", "en.yaml", "cy.yaml"} {
		text, err := os.ReadFile("testdata/garden/" + name)
		must(b.T, err)
		fs["garden/"+name] = &fstest.MapFile{Data: []byte(change(name, string(text)))}
	}
	s, err := services.Load(fs, "garden")
	must(b.T, err)
	must(b.T, services.Publish(b.Context(), b.db, s))
	b.samples["garden"] = s
}

// The person is told that the questions have changed, and moves when they choose to: what fits stays.
func TestAPersonMovesToTheNewQuestionsWhenTheyChoose(t *testing.T) {
	t.Parallel()
	b := setup(t)
	w := b.beginGarden("en")
	w.do("About you").answers("who", url.Values{"value": {"person"}}).answers("name", url.Values{"value": {"Olwen Teasel"}})
	if w.has(".govuk-notification-banner") {
		t.Fatal("there is nothing new")
	}
	b.grow(func(name, text string) string {
		text = strings.Replace(text, "version: 1\n", "version: 2\n", 1)
		return strings.Replace(text, "{question: name, kind: name}", "{question: name, kind: name, max: 5}", 1)
	})
	at := "/application/" + w.ref()
	w.open(at).says("These questions have changed since you began").says("We would ask you again:")
	stale := filled(w.form("[name=rev]"))
	stale.Set("rev", "0")
	w.post(at+"/upgrade", stale).says("An answer has changed since")
	if d := w.draft(); d.Service.Version != 1 || d.Answers["name"].Value.Text == "" {
		t.Errorf("it moved though an answer had changed: version %d", d.Service.Version)
	}
	w.send(w.form("[name=rev]"), nil).says("You are on the new questions now")
	if d := w.draft(); d.Service.Version != 2 || d.Answers["name"].Value.Text != "" || w.has("form[action$='/upgrade']") {
		t.Errorf("version %d, name %q", d.Service.Version, d.Answers["name"].Value.Text)
	}
}
