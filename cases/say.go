package cases

import (
	"fmt"
	"time"

	"github.com/samedoor/samedoor/accounts"
	"github.com/samedoor/samedoor/lang"
)

// Say words an event for people, codes in it worded too.
func (e Event) Say(l lang.Lang) string {
	key := "events." + e.Kind
	if why, _ := e.Data["why"].(string); why != "" && lang.Has(l, key+"-why") {
		key += "-why"
	}
	return lang.T(l, key, append(facts(l, e.Data), "who", e.Name)...)
}

// Say words a task for staff.
func (t Task) Say(l lang.Lang) string {
	key := "tasks." + t.Kind
	if why, _ := t.Data["why"].(string); why != "" && lang.Has(l, key+"-why") {
		key += "-why"
	}
	if f, _ := t.Data["format"].(string); f != "" && lang.Has(l, key+"-format") {
		key += "-format"
	}
	return lang.T(l, key, facts(l, t.Data)...)
}

// facts are the small facts of an event or a task as a sentence takes them.
func facts(l lang.Lang, data map[string]any) []any {
	out := make([]any, 0, 2*len(data))
	for name, v := range data {
		out = append(out, name, worded(l, name, fmt.Sprint(v)))
	}
	return out
}

// worded puts words for a code; what has none was typed by somebody and is said as it is.
func worded(l lang.Lang, name, v string) string {
	keys := map[string]string{"from": "cases.doors.", "door": "cases.doors.", "kind": "cases.kinds.", "why": "reach.", "task": "tasks.", "format": "accounts.format.",
		"way": "proof.ways.", "rather": "needs.rather."}
	if name == "lang" {
		return lang.T(lang.Parse(v), "lang.name")
	}
	if day, err := time.Parse(time.DateOnly, v); err == nil && name == "until" {
		return lang.Date(l, day)
	}
	if prefix, ok := keys[name]; ok && lang.Has(l, prefix+v) {
		return lang.T(l, prefix+v)
	}
	if heading := accounts.NoticeKey(v) + ".letter.heading"; name == "kind" && lang.Has(l, heading) {
		return lang.T(l, "cases.notice", "heading", lang.T(l, heading))
	}
	return v
}
