package services

import (
	"testing"
)

// step is one input to a list and how the list then stands.
type step struct {
	in   Input
	want string // the value as JSON; "" where the input is refused
	code string // of the problem
	part string // it belongs to
	next string // what is pending: a field, "another", or "" for nothing
}

func play(t *testing.T, s *Service, q *Question, steps []step) {
	t.Helper()
	var prev *Value
	for i, st := range steps {
		v, wrong := s.Parse(q, prev, st.in, Answers{}, today)
		if st.want == "" {
			if len(wrong) == 0 || wrong[0].Code != st.code || wrong[0].Field != st.part {
				t.Errorf("step %d %+v: %s, problems %v; want %s at %q", i, st.in, asJSON(v), wrong, st.code, st.part)
			}
			continue
		}
		if got := asJSON(v); len(wrong) > 0 || got != st.want {
			t.Fatalf("step %d %+v:\n got %s %v\nwant %s", i, st.in, got, wrong, st.want)
		}
		prev = &v
		if got := pending(q, prev); got != st.next {
			t.Fatalf("step %d %+v: pending is %q, want %q", i, st.in, got, st.next)
		}
	}
}

func pending(q *Question, v *Value) string {
	f, _, another := q.Pending(v)
	switch {
	case f != nil:
		return f.ID
	case another:
		return "another"
	}
	return ""
}

func TestAListGrowsByWriting(t *testing.T) {
	t.Parallel()
	s := tea(t)
	q := s.Question("cakes")
	if got := pending(q, nil); got != "cake" {
		t.Errorf("an empty list asks %q", got)
	}
	row := `{"baked":{"date":{"y":2026,"m":11,"d":1}},"cake":{"text":"Scone"},"note":{"skipped":true},"sweet":{"choice":["little"]}}`
	play(t, s, q, []step{
		{in: write("Scone"), want: `{"rows":[{"cake":{"text":"Scone"}}]}`, next: "baked"},
		{in: write("1/13/2026"), code: "date-not-real", part: "baked.month"},
		{in: write("1/11/2026"), want: `{"rows":[{"baked":{"date":{"y":2026,"m":11,"d":1}},"cake":{"text":"Scone"}}]}`, next: "sweet"},
		{in: write("3"), code: "not-a-choice", part: "sweet"},
		{in: write("2"), want: `{"rows":[{"baked":{"date":{"y":2026,"m":11,"d":1}},"cake":{"text":"Scone"},"sweet":{"choice":["little"]}}]}`, next: "note"},
		{in: write("hepgor"), want: `{"rows":[` + row + `]}`, next: "another"},
		{in: write("oes"), want: `{"rows":[` + row + `,{}]}`, next: "cake"},
		{in: write("none"), want: `{"rows":[` + row + `],"done":true}`, next: ""},
		{in: write("Bun"), want: `{"rows":[` + row + `,{"cake":{"text":"Bun"}}]}`, next: "baked"},
		{in: write("today"), want: `{"rows":[` + row + `,{"baked":{"date":{"y":2026,"m":11,"d":21}},"cake":{"text":"Bun"}}]}`, next: "sweet"},
		{in: write("very"), want: `{"rows":[` + row + `,{"baked":{"date":{"y":2026,"m":11,"d":21}},"cake":{"text":"Bun"},"sweet":{"choice":["very"]}}]}`, next: "note"},
		{in: write("hot"), want: `{"rows":[` + row + `,{"baked":{"date":{"y":2026,"m":11,"d":21}},"cake":{"text":"Bun"},"note":{"text":"hot"},"sweet":{"choice":["very"]}}]}`, next: "another"},
		{in: write("that's all"), want: `{"rows":[` + row + `,{"baked":{"date":{"y":2026,"m":11,"d":21}},"cake":{"text":"Bun"},"note":{"text":"hot"},"sweet":{"choice":["very"]}}],"done":true}`, next: ""},
	})
	play(t, s, q, []step{{in: write("na"), want: `{"done":true}`, next: ""}})
}

func TestAListGrowsInParts(t *testing.T) {
	t.Parallel()
	s := tea(t)
	cake := func(op, name string, more ...string) Input {
		return part(append([]string{"op", op, "cake", name, "baked.day", "1", "baked.month", "11", "baked.year", "2026", "sweet", "very", "note", ""}, more...)...)
	}
	row := func(name string) string {
		return `{"baked":{"date":{"y":2026,"m":11,"d":1}},"cake":{"text":"` + name + `"},"note":{"skipped":true},"sweet":{"choice":["very"]}}`
	}
	play(t, s, s.Question("cakes"), []step{
		{in: cake("add", "Scone"), want: `{"rows":[` + row("Scone") + `]}`, next: "another"},
		{in: cake("add", ""), code: "required", part: "cake"},
		{in: part("op", "add", "cake", "Bun", "baked.day", "32", "baked.month", "1", "baked.year", "2026", "sweet", "very"), code: "date-not-real", part: "baked.day"},
		{in: cake("add", "Bun"), want: `{"rows":[` + row("Scone") + `,` + row("Bun") + `]}`, next: "another"},
		{in: cake("set", "Pie", "row", "0"), want: `{"rows":[` + row("Pie") + `,` + row("Bun") + `]}`, next: "another"},
		{in: part("op", "more"), want: `{"rows":[` + row("Pie") + `,` + row("Bun") + `,{}]}`, next: "cake"},
		{in: part("op", "more"), code: "too-many"},
		{in: cake("add", "Tart"), want: `{"rows":[` + row("Pie") + `,` + row("Bun") + `,` + row("Tart") + `]}`, next: "another"},
		{in: cake("add", "Fourth"), code: "too-many"},
		{in: part("op", "remove", "row", "1"), want: `{"rows":[` + row("Pie") + `,` + row("Tart") + `]}`, next: "another"},
		{in: part("op", "remove", "row", "7"), want: `{"rows":[` + row("Pie") + `,` + row("Tart") + `]}`, next: "another"},
		{in: cake("done", "Bun"), want: `{"rows":[` + row("Pie") + `,` + row("Tart") + `,` + row("Bun") + `],"done":true}`, next: ""},
		{in: part("op", "remove", "row", "2"), want: `{"rows":[` + row("Pie") + `,` + row("Tart") + `]}`, next: "another"},
		{in: part("op", "done"), want: `{"rows":[` + row("Pie") + `,` + row("Tart") + `],"done":true}`, next: ""},
	})
}

func TestAListIsNotDoneByHalves(t *testing.T) {
	t.Parallel()
	s := tea(t)
	play(t, s, s.Question("cakes"), []step{
		{in: write("Scone"), want: `{"rows":[{"cake":{"text":"Scone"}}]}`, next: "baked"},
		{in: part("op", "done"), code: "row-incomplete", part: "baked"},
	})
	min := mustLoad(t, changed(t, "service.yaml", "max: 3", "max: 3\n        min: 1"))
	play(t, min, min.Question("cakes"), []step{
		{in: part("op", "done"), code: "required"},
		{in: write("none"), code: "required"},
	})
	optional := mustLoad(t, changed(t, "service.yaml", "max: 3", "max: 3\n        optional: true"))
	for _, in := range []Input{part("op", "done"), write("none"), part("skip", "yes")} {
		play(t, optional, optional.Question("cakes"), []step{{in: in, want: `{"skipped":true}`, next: ""}})
	}
}

func TestAFullListIsDone(t *testing.T) {
	t.Parallel()
	s := mustLoad(t, changed(t, "service.yaml", "max: 3", "max: 1"))
	play(t, s, s.Question("cakes"), []step{
		{in: write("Scone"), want: `{"rows":[{"cake":{"text":"Scone"}}]}`, next: "baked"},
		{in: write("1/11/26"), want: `{"rows":[{"baked":{"date":{"y":2026,"m":11,"d":1}},"cake":{"text":"Scone"}}]}`, next: "sweet"},
		{in: write("a"), want: `{"rows":[{"baked":{"date":{"y":2026,"m":11,"d":1}},"cake":{"text":"Scone"},"sweet":{"choice":["very"]}}]}`, next: "note"},
		{in: write("x"), want: `{"rows":[{"baked":{"date":{"y":2026,"m":11,"d":1}},"cake":{"text":"Scone"},"note":{"text":"x"},"sweet":{"choice":["very"]}}],"done":true}`, next: ""},
	})
}

func TestFilesAreAddedAndTakenAway(t *testing.T) {
	t.Parallel()
	s := tea(t)
	q := s.Question("photo")
	files := func(ids ...int64) Input {
		var in Input
		for _, id := range ids {
			in.Files = append(in.Files, FileRef{ID: id, Name: "a.jpg", Kind: "portrait"})
		}
		return in
	}
	ref := func(id string) string { return `{"id":` + id + `,"name":"a.jpg","kind":"portrait"}` }
	play(t, s, q, []step{
		{in: part("op", "done"), code: "file-required"},
		{in: files(1), want: `{"files":[` + ref("1") + `]}`},
		{in: files(1, 2), want: `{"files":[` + ref("1") + `,` + ref("2") + `]}`},
		{in: files(3), code: "too-many"},
		{in: Input{Files: []FileRef{{ID: 2, Kind: "selfie"}}}, code: "not-a-choice", part: "kind"},
		{in: part("op", "remove", "row", "0"), want: `{"files":[` + ref("2") + `]}`},
		{in: part("op", "done"), want: `{"files":[` + ref("2") + `]}`},
		{in: part("later", "yes"), want: `{"files":[` + ref("2") + `],"later":true}`},
		{in: part("op", "remove", "row", "0"), want: `{}`},
	})
}
