package importing

import (
	"encoding/json"
	"path/filepath"
	"testing"
)

// Everything in a form is in the trace or in the report, by what it is and where it stands.
func TestNothingIsDroppedSilently(t *testing.T) {
	t.Parallel()
	for _, file := range sharedForms(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			account(t, readFile(t, file))
		})
	}
}

// account holds a form against what became of it. It reads the JSON by itself.
func account(t *testing.T, body []byte) *Result {
	t.Helper()
	r, err := Import(Input{Form: body, Name: "form"})
	if err != nil {
		t.Fatal(err)
	}
	told := map[traceKey]bool{}
	for _, e := range r.Report.Trace {
		told[traceKey{e.What, e.Page, e.Name}] = true
		if len(e.As) == 0 {
			t.Errorf("%s %s %s became nothing", e.What, e.Page, e.Name)
		}
	}
	for _, e := range r.Report.Entries {
		told[traceKey{e.What, e.Page, e.Name}] = true
		if e.What == ThePage {
			told[traceKey{e.What, e.Page, ""}] = true
		}
		if e.Why == "" || e.Level != Lost && e.Level != Note {
			t.Errorf("an entry that does not say why: %+v", e)
		}
	}
	for _, want := range contentsOf(t, body) {
		if !told[want] {
			t.Errorf("nothing tells what became of the %s %q on %q", want.what, want.name, want.page)
		}
	}
	return r
}

// contentsOf is every page, component, list, condition and route of a form.
func contentsOf(t *testing.T, body []byte) (all []traceKey) {
	t.Helper()
	type component struct {
		Name     string
		Children []struct{ Name string }
	}
	var f struct {
		Pages []struct {
			Path       string
			Components []component
			Next       []struct{ Path, Redirect string }
		}
		Lists, Conditions []struct{ Name string }
	}
	if err := json.Unmarshal(body, &f); err != nil {
		t.Fatal(err)
	}
	for _, p := range f.Pages {
		all = append(all, traceKey{ThePage, clip(p.Path), ""})
		for _, c := range p.Components {
			all = append(all, traceKey{TheComponent, clip(p.Path), clip(c.Name)})
			for _, child := range c.Children {
				all = append(all, traceKey{TheComponent, clip(p.Path), clip(child.Name)})
			}
		}
		for _, n := range p.Next {
			all = append(all, traceKey{TheRoute, clip(p.Path), clip(n.Path + n.Redirect)})
		}
	}
	for _, l := range f.Lists {
		all = append(all, traceKey{TheList, "", clip(l.Name)})
	}
	for _, c := range f.Conditions {
		all = append(all, traceKey{TheCondition, "", clip(c.Name)})
	}
	return all
}
