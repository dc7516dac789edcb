package cases

import (
	"errors"
	"strings"
	"testing"
)

func TestANoteStaysBesideItsQuestion(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.start(t, b.agent, b.account(t, nil).ID)
	must(t, b.office.NoteOn(t.Context(), b.agent, d.ID, "name", "  Rang off to look for the certificate "))
	must(t, b.office.NoteOn(t.Context(), b.worker, d.ID, "pip-moving", "Not asked yet, but she said it is 10 points"))
	x, err := b.office.Beside(t.Context(), b.worker, d.ID)
	must(t, err)
	if len(x.Notes) != 2 || x.Notes[0].Text != "Rang off to look for the certificate" || x.Notes[0].Name != "Alex" || x.Notes[1].Question != "pip-moving" ||
		!x.Notes[0].At.Equal(b.now) || x.Notes[0].Door != b.agent.Door {
		t.Errorf("notes %+v", x.Notes)
	}
	if got := b.kinds(t, d.ID); got != "started noted-beside noted-beside" {
		t.Errorf("events %q", got)
	}
	if n := b.count(t, `select count(*) from audit_log where verb = 'draft.noted' and draft_id = $1`, d.ID); n != 2 {
		t.Errorf("%d audit lines", n)
	}
	for what, err := range map[string]error{
		"nothing":     b.office.NoteOn(t.Context(), b.agent, d.ID, "name", " \n"),
		"very much":   b.office.NoteOn(t.Context(), b.agent, d.ID, "name", strings.Repeat("ŵ", mostNoted+1)),
		"no question": b.office.NoteOn(t.Context(), b.agent, d.ID, "no-such", "x"),
	} {
		if want := map[bool]error{true: ErrNotFound, false: ErrEmpty}[what == "no question"]; !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
	if _, err := b.db.Exec(t.Context(), `update draft_notes set text = 'x'`); err == nil {
		t.Error("a note is changed")
	}
	b.fill(t, b.agent, d.ID, walking())
	c, _, err := b.office.Submit(t.Context(), b.agent, d.ID)
	must(t, err)
	file, err := b.office.Open(t.Context(), b.worker, c.ID)
	if err != nil || len(file.Notes) != 2 {
		t.Errorf("the case has %d notes, %v", len(file.Notes), err)
	}
}
