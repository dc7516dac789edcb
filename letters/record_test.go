package letters

import (
	"context"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/samedoor/samedoor/audit"
)

// A letter has the head of the log as it was when the letter was made, on paper and whenever it is looked at, in both its languages.
func TestALetterIsAWitnessOfTheLog(t *testing.T) {
	t.Parallel()
	b, ctx := setup(t), context.Background()
	before := b.ask(t, b.request(t, "before any head"))
	b.print(t, before)
	log, err := audit.Open(b.db, []byte(strings.Repeat("k", 32)))
	if err != nil {
		t.Fatal(err)
	}
	sign := func() audit.Head {
		err := pgx.BeginFunc(ctx, b.db, func(tx pgx.Tx) error {
			return audit.Record(ctx, tx, audit.TheSystem, audit.Entry{Verb: "letter.tested"})
		})
		if err != nil {
			t.Fatal(err)
		}
		h, err := log.Finish(ctx)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	head := sign()
	after := b.ask(t, b.request(t, "after the head"))
	b.print(t, after)
	sign()
	text, err := b.Text(ctx, after)
	if err != nil || !strings.Contains(text, "Cofnod: "+head.Printed()) || !strings.Contains(text, "Record: "+head.Printed()) {
		t.Errorf("%v; want %s in\n%s", err, head.Printed(), text)
	}
	if text, err := b.Text(ctx, before); err != nil || strings.Contains(text, "Record: ") {
		t.Errorf("a letter made before any head was signed: %v\n%s", err, text)
	}
}

func (b bundle) print(t *testing.T, id int64) {
	t.Helper()
	if err := b.render(context.Background(), id); err != nil {
		t.Fatal(err)
	}
}
