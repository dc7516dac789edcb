package importing

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode"
)

// small is a form with one page that asks, for tests that put something into it: a component, the page's title, the rest.
func small(component, title, rest string) string {
	return fmt.Sprintf(`{"name":"Small","startPage":"/a","sections":[],"lists":[{"name":"l","title":"L","type":"string","items":[{"text":"One","value":"1"},{"text":"Two","value":"2"}]}],
"conditions":[],"pages":[{"path":"/a","title":%q,"components":[%s],"next":[{"path":"/summary"}]},
{"path":"/summary","title":"Check","controller":"./pages/summary.js","components":[],"next":[]}]%s}`, title, component, rest)
}

const aText = `{"type":"TextField","name":"t","title":"T"}`

func TestWhatCannotBeReadIsOneSentence(t *testing.T) {
	t.Parallel()
	whole := small(aText, "A", "")
	for name, c := range map[string]struct{ body, want string }{
		"nothing":         {"", "is empty"},
		"white":           {" \n ", "is empty"},
		"words":           {"hello", "not whole JSON: line 1"},
		"cut":             {whole[:len(whole)/2], "not whole JSON"},
		"two":             {whole + whole, "stands behind"},
		"list":            {"[]", "a form is a JSON object"},
		"null":            {"null", "a form is a JSON object"},
		"number":          {"7", "a form is a JSON object"},
		"other":           {`{"a":1}`, "it has no pages"},
		"pages no list":   {`{"pages":{"a":1}}`, "it has no pages"},
		"pages of texts":  {`{"pages":["a","b"]}`, "it has no pages"},
		"pages of others": {`{"pages":[{"x":1}]}`, "neither those of"},
		"binary":          {"\xff\xfe{\x00", "not UTF-8"},
		"deep":            {strings.Repeat(`{"a":`, 5000) + "1" + strings.Repeat("}", 5000), "inside each other"},
		"deep lists":      {strings.Repeat("[", 1_000_000), "inside each other"},
		"long":            {`{"pages":"` + strings.Repeat("x", 50<<20) + `"}`, "longer than"},
		"many pages":      {`{"startPage":"/0","pages":[` + many(2000, `{"path":"/%d","title":"P","components":[],"next":[]}`) + `]}`, "2000 pages"},
		"many components": {small(many(10_000, `{"type":"TextField","name":"c%d","title":"C"}`), "A", ""), "more than 5000 components"},
		"many questions":  {small(many(3_000, `{"type":"TextField","name":"c%d","title":"C"}`), "A", ""), "3000 questions"},
		"a long text":     {small(aText, strings.Repeat("long ", 500_000), ""), "longer than"},
		"asks nothing":    {`{"startPage":"/a","pages":[{"path":"/a","controller":"./pages/summary.js"}]}`, "it asks nothing"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			_, err := Import(Input{Form: []byte(c.body)})
			if !errors.Is(err, ErrUnreadable) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") || len(err.Error()) > 400 {
				t.Errorf("the error is %v; want one sentence with %q", err, c.want)
			}
			if took := time.Since(began); took > 30*time.Second {
				t.Errorf("it takes %v to say so", took)
			}
		})
	}
}

func many(n int, item string) string {
	list := make([]string, n)
	for i := range list {
		list[i] = strings.ReplaceAll(item, "%d", fmt.Sprint(i))
	}
	return strings.Join(list, ",")
}

// Whatever is of the wrong type is taken for nothing; what is left is a service.
func TestWrongTypesEverywhere(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{`null`, `7`, `-1e400`, `true`, `""`, `"x"`, `[]`, `[1]`, `[null]`, `[[]]`, `{}`, `{"a":{}}`, `[{"a":1}]`} {
		for _, key := range []string{"sections", "lists", "conditions", "fees", "name", "declaration", "outputs", "startPage", "metadata", "feedback", "specialPages", "version"} {
			body := strings.Replace(small(aText, "A", ""), `{"name":"Small"`, `{"x":1`, 1)
			body = strings.Replace(body, `{"x":1`, fmt.Sprintf(`{%q:%s`, key, wrong), 1)
			good(t, body)
		}
		for _, key := range []string{"name", "title", "hint", "options", "schema", "list", "values", "children", "content", "type"} {
			for _, kind := range []string{"TextField", "NumberField", "RadiosField", "CheckboxesField", "Details", "List", "MultiInputField", "DateTimeField", "FileUploadField", "DatePartsField"} {
				c := fmt.Sprintf(`{"type":%q,"name":"t","title":"T","list":"l"}`, kind)
				good(t, small(strings.Replace(c, "{", fmt.Sprintf(`{"zz":1,%q:%s,`, key, wrong), 1), "A", ""))
				good(t, small(strings.TrimSuffix(c, "}")+fmt.Sprintf(`,%q:%s}`, key, wrong), "A", ""))
			}
		}
		for _, key := range []string{"path", "title", "section", "components", "next", "controller", "options", "repeatField", "condition"} {
			good(t, strings.Replace(small(aText, "A", ""), `"next":[{"path":"/summary"}]`, fmt.Sprintf(`"next":[{"path":"/summary"}],%q:%s`, key, wrong), 1))
		}
	}
}

// good imports, or says that it cannot in one sentence; a service that comes out is sound, which Import itself makes sure of.
func good(t *testing.T, body string) *Result {
	t.Helper()
	r, err := Import(Input{Form: []byte(body), Name: "form"})
	if err != nil && (!errors.Is(err, ErrUnreadable) || strings.Contains(err.Error(), "pass check") || strings.Contains(err.Error(), "\n")) {
		t.Errorf("%v\n%s", err, body)
	}
	if r != nil {
		sanitised(t, r)
	}
	return r
}

// sanitised sees to it that no markup, brace or control character is left in what a service says.
func sanitised(t *testing.T, r *Result) {
	t.Helper()
	for _, name := range []string{"en.yaml", "cy.yaml"} {
		body := r.Files[name]
		for _, bad := range []string{"<script", "<p>", "</", "javascript:", "onerror=", "{{", "\u202e", "alert(1)</"} {
			if strings.Contains(strings.ToLower(body), bad) {
				t.Errorf("%s still holds %q:\n%s", name, bad, body)
			}
		}
		for _, c := range body {
			if unicode.IsControl(c) && c != '\n' {
				t.Errorf("%s holds the control character %U", name, c)
			}
		}
	}
}

func TestHostileTextsAreSanitised(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want, told string }{
		"script":     {`<script>alert(1)</script>Your name`, "Your name", "a script was taken out"},
		"half tag":   {`Your name <script`, "Your name", ""},
		"open":       {`Your name<script>alert(1)`, "Your name", "a script was taken out"},
		"handler":    {`<img src=x onerror=alert(1) alt="Face"> Your name`, "Face Your name", "a picture was taken out"},
		"bad link":   {`<a href="javascript:alert(1)">Your name</a>`, "Your name", "a link that is no address"},
		"link":       {`See <a href="https://example.org/a?b=1&amp;c=2">the guide</a>.`, "See the guide (https://example.org/a?b=1&c=2)", ""},
		"mail":       {`Ask <a href="mailto:a@example.org">a@example.org</a>`, "Ask a@example.org", ""},
		"less":       {`Aged < 18 & > 5`, "Aged < 18 & > 5", ""},
		"entities":   {`&lt;script&gt;fish &amp; chips`, "script>fish & chips", ""},
		"braces":     {`Code {a} and }{`, "Code (a) and )(", ""},
		"template":   {`Dear {{ name }}`, "Dear (( name ))", "the runner fills answers"},
		"direction":  {"Your\u202e name\u0000\u200b", "Your name", ""},
		"style":      {`<style>p{}</style>Your name`, "Your name", "a style was taken out"},
		"nested":     {`<scr<script>ipt>Your name</script>`, "", ""},
		"frame":      {`<iframe src="https://example.org"></iframe>Your name`, "Your name", "a frame was taken out"},
		"many":       {strings.Repeat("<", 50_000) + "b", "b", ""},
		"whitespace": {"  Your \t\n name  ", "Your name", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quoted := fmt.Sprintf("%q", c.text)
			quoted = strings.ReplaceAll(strings.ReplaceAll(quoted, `\x00`, `\u0000`), `\U0000`, `\u`)
			for _, body := range []string{
				small(`{"type":"TextField","name":"t","title":`+quoted+`}`, "Page", ""),
				small(`{"type":"TextField","name":"t","title":"T","hint":`+quoted+`}`, "Page", ""),
				small(`{"type":"Para","name":"p","content":`+quoted+`},`+aText, "Page", ""),
				small(`{"type":"Details","name":"p","title":`+quoted+`,"content":`+quoted+`},`+aText, "Page", ""),
			} {
				r := good(t, body)
				if r == nil {
					t.Fatal("it is not imported")
				}
				if !strings.Contains(strings.ReplaceAll(r.Files["en.yaml"], "''", "'"), c.want) {
					t.Errorf("%q is not in\n%s", c.want, r.Files["en.yaml"])
				}
				if c.told != "" && !tells(r.Report, c.told) {
					t.Errorf("the report does not say %q: %v", c.told, r.Report.Entries)
				}
			}
		})
	}
}

func tells(r *Report, why string) bool {
	for _, e := range r.Entries {
		if strings.Contains(e.Why, why) {
			return true
		}
	}
	return false
}

// Forms that lead in circles, to themselves or nowhere.
func TestCrookedWays(t *testing.T) {
	t.Parallel()
	page := func(path, next string) string {
		return fmt.Sprintf(`{"path":%q,"title":%q,"components":[{"type":"YesNoField","name":"q%s","title":"Q %s"}],"next":[%s]}`, path, path, path[1:], path, next)
	}
	condition := `{"name":"c","value":{"conditions":[{"field":{"name":"qa"},"operator":"is","value":{"value":"true"}}]}}`
	for name, c := range map[string]struct{ pages, conditions, told string }{
		"itself":           {page("/a", `{"path":"/a"}`), "", "leads back"},
		"itself sometimes": {page("/a", `{"path":"/a","condition":"c"}`), condition, "leads back"},
		"circle":           {page("/a", `{"path":"/b"}`) + "," + page("/b", `{"path":"/a"}`), "", "leads back"},
		"circle of three":  {page("/a", `{"path":"/b"}`) + "," + page("/b", `{"path":"/c"}`) + "," + page("/c", `{"path":"/a","condition":"c"},{"path":"/b"}`), condition, "leads back"},
		"nowhere":          {page("/a", `{"path":"/nowhere"}`), "", "no such page"},
		"no start":         {page("/b", ``), "", "to start at"},
		"same path":        {page("/a", ``) + "," + page("/a", ``), "", "another page has this path"},
		"unreachable":      {page("/a", ``) + "," + page("/b", ``), "", "no answers lead to this page"},
		"condition in itself": {page("/a", `{"path":"/b","condition":"c"}`) + "," + page("/b", ``),
			`{"name":"c","value":{"conditions":[{"conditionName":"c"}]}}`, "leads back to itself"},
		"conditions in a ring": {page("/a", `{"path":"/b","condition":"c"}`) + "," + page("/b", ``),
			`{"name":"c","value":{"conditions":[{"conditionName":"d"}]}},{"name":"d","value":"not c"}`, "leads back to itself"},
		"unknown condition": {page("/a", `{"path":"/b","condition":"zz"}`) + "," + page("/b", ``), "", "there is no condition 'zz'"},
		"two defaults":      {page("/a", `{"path":"/b"},{"path":"/c"}`) + "," + page("/b", ``) + "," + page("/c", ``), "", "takes its place"},
		"only a stop":       {`{"path":"/a","title":"Closed","components":[{"type":"Para","name":"p","content":"Closed"}]}`, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := fmt.Sprintf(`{"name":"Crooked","startPage":"/a","sections":[],"lists":[],"conditions":[%s],"pages":[%s]}`, c.conditions, c.pages)
			r := account(t, []byte(body))
			if c.told != "" && !tells(r.Report, c.told) {
				t.Errorf("the report does not say %q: %v", c.told, r.Report.Entries)
			}
		})
	}
}

func TestAChainOfDiamondsIsQuick(t *testing.T) {
	t.Parallel()
	var pages, conditions []string
	for i := range 60 {
		conditions = append(conditions, fmt.Sprintf(`{"name":"c%d","value":{"conditions":[{"field":{"name":"q%d"},"operator":"is","value":{"value":"true"}}]}}`, i, i))
		pages = append(pages, fmt.Sprintf(`{"path":"/a%d","title":"A %d","components":[{"type":"YesNoField","name":"q%d","title":"Q %d"}],"next":[{"path":"/b%d","condition":"c%d"},{"path":"/a%d"}]}`, i, i, i, i, i, i, i+1),
			fmt.Sprintf(`{"path":"/b%d","title":"B %d","components":[{"type":"TextField","name":"t%d","title":"T %d"}],"next":[{"path":"/a%d"}]}`, i, i, i, i, i+1))
	}
	pages = append(pages, `{"path":"/a60","title":"End","controller":"./pages/summary.js"}`)
	began := time.Now()
	r, err := Import(Input{Form: fmt.Appendf(nil, `{"name":"D","startPage":"/a0","conditions":[%s],"pages":[%s]}`, strings.Join(conditions, ","), strings.Join(pages, ","))})
	if err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 15*time.Second {
		t.Errorf("120 pages take %v", took)
	}
	if strings.Contains(r.Files["service.yaml"], "named:") {
		t.Error("ways that part and meet again leave conditions behind")
	}
}
