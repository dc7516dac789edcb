package desk_test

import "testing"

// A form on paper is one press too, in whole or what is left; printed beside the counter it comes as a PDF.
func TestAFormOnPaperIsOnePress(t *testing.T) {
	t.Parallel()
	b := setup(t)
	d := b.draft(b.person(margaret).ID)
	w := b.as("agent.anytown").begin("phone", "apply").get("/desk/draft/" + d.Reference)
	for range 2 {
		w.send("form[action$='/form']", nil).expect(200, say("desk.hand.form_done"))
	}
	if n := b.count(`select count(*) from letters where kind = 'form' and piece = 'form'`); n != 1 {
		t.Errorf("%d forms are posted, want 1", n)
	}
	w.send("form[action$='/form.pdf']", nil)
	if n := b.count(`select count(*) from printed_forms where draft_id = $1`, d.ID); n != 2 {
		t.Errorf("%d forms are printed, want the posted one and the one at the counter", n)
	}
	if n := b.count(`select count(*) from events where draft_id = $1 and kind in ('form-asked', 'form-printed')`, d.ID); n != 2 {
		t.Errorf("the timeline tells of %d", n)
	}
}
