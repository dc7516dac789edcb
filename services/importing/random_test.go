package importing

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// Random forms, with everything that makes ways part and meet: the service goes the form's way, whatever the form.
func TestRandomFormsLeadTheSameWay(t *testing.T) {
	t.Parallel()
	const forms = 120
	for seed := range uint64(forms) {
		body := randomForm(rand.New(rand.NewPCG(5, seed)))
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			account(t, body)
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("importing takes %v", took)
			}
			compareWalks(t, body, 60, true)
			if t.Failed() {
				t.Logf("%s", body)
			}
		})
	}
}

type anyMap = map[string]any

// made is a random form while it is made.
type made struct {
	rnd        *rand.Rand
	pages      []anyMap
	conditions []anyMap
	asked      []anyMap // tests of what was asked so far: field and kind
	n          int
}

func randomForm(rnd *rand.Rand) []byte {
	m := &made{rnd: rnd}
	pages := 3 + rnd.IntN(12)
	for i := range pages {
		m.page(i, pages)
	}
	m.pages = append(m.pages, anyMap{"path": "/summary", "title": "Check", "controller": "./pages/summary.js", "components": []any{}, "next": []any{}},
		anyMap{"path": "/dead", "title": "Sorry", "components": []any{anyMap{"type": "Para", "name": "sorry", "content": "<p>Not you</p>"}}, "next": []any{}})
	list := []any{anyMap{"text": "Red", "value": "r"}, anyMap{"text": "Green", "value": "g"}, anyMap{"text": "Blue", "value": "b"}}
	body, err := json.Marshal(anyMap{"name": "Random", "startPage": "/p0", "sections": []any{anyMap{"name": "s0", "title": "First"}, anyMap{"name": "s1", "title": "Second"}},
		"lists": []any{anyMap{"name": "colours", "title": "Colours", "type": "string", "items": list}}, "conditions": m.conditions, "pages": m.pages})
	if err != nil {
		panic(err)
	}
	return body
}

func (m *made) page(i, pages int) {
	p := anyMap{"path": fmt.Sprintf("/p%d", i), "title": fmt.Sprintf("Page %d", i)}
	if s := m.rnd.IntN(3); s < 2 {
		p["section"] = fmt.Sprintf("s%d", s)
	}
	var components []any
	for range m.rnd.IntN(3) {
		components = append(components, m.component(p["section"]))
	}
	if m.rnd.IntN(4) == 0 {
		components = append(components, anyMap{"type": "Html", "name": fmt.Sprintf("h%d", i), "content": "<h2>Read</h2><p>this</p>"})
	}
	p["components"] = components
	next := []any{}
	for range m.rnd.IntN(4) {
		if len(m.asked) > 0 {
			next = append(next, anyMap{"path": m.target(i, pages), "condition": m.condition()})
		}
	}
	if m.rnd.IntN(5) > 0 || len(next) == 0 {
		next = append(next, anyMap{"path": m.target(i, pages)})
	}
	m.rnd.Shuffle(len(next), func(a, b int) { next[a], next[b] = next[b], next[a] })
	p["next"] = next
	m.pages = append(m.pages, p)
}

func (m *made) target(i, pages int) string {
	switch m.rnd.IntN(12) {
	case 0:
		return "/dead"
	case 1:
		return "/summary"
	case 2:
		return "/nowhere"
	}
	if i+1 >= pages {
		return "/summary"
	}
	return fmt.Sprintf("/p%d", i+1+m.rnd.IntN(min(3, pages-i-1)))
}

func (m *made) component(section any) anyMap {
	m.n++
	kind := []string{"YesNoField", "RadiosField", "CheckboxesField", "NumberField", "TextField"}[m.rnd.IntN(5)]
	name := fmt.Sprintf("c%d", m.n)
	c := anyMap{"type": kind, "name": name, "title": fmt.Sprintf("Question %d", m.n), "options": anyMap{}, "schema": anyMap{}}
	if kind == "RadiosField" || kind == "CheckboxesField" {
		c["list"] = "colours"
	}
	if m.rnd.IntN(4) == 0 {
		c["options"] = anyMap{"required": false}
	}
	field := name
	if section != nil {
		field = section.(string) + "." + name
	}
	if kind != "TextField" {
		m.asked = append(m.asked, anyMap{"name": field, "type": kind, "display": name})
	}
	return c
}

func (m *made) condition() string {
	name := fmt.Sprintf("cond%d", len(m.conditions))
	var tests []any
	for i := range 1 + m.rnd.IntN(3) {
		test := m.test()
		if i > 0 {
			test["coordinator"] = []string{"and", "or"}[m.rnd.IntN(2)]
		}
		tests = append(tests, test)
	}
	m.conditions = append(m.conditions, anyMap{"name": name, "displayName": name, "value": anyMap{"name": name, "conditions": tests}})
	return name
}

func (m *made) test() anyMap {
	field := m.asked[max(0, len(m.asked)-1-m.rnd.IntN(4))]
	operator, value := "is", ""
	switch field["type"] {
	case "YesNoField":
		value = []string{"true", "false"}[m.rnd.IntN(2)]
	case "RadiosField":
		value = []string{"r", "g", "b"}[m.rnd.IntN(3)]
		operator = []string{"is", "is not"}[m.rnd.IntN(2)]
	case "CheckboxesField":
		value = []string{"r", "g", "b"}[m.rnd.IntN(3)]
		operator = []string{"contains", "does not contain"}[m.rnd.IntN(2)]
	case "NumberField":
		value = fmt.Sprint(m.rnd.IntN(9))
		operator = []string{"is", "is not", "is at least", "is at most", "is more than", "is less than"}[m.rnd.IntN(6)]
	}
	return anyMap{"field": field, "operator": operator, "value": anyMap{"type": "Value", "value": value, "display": value}}
}
