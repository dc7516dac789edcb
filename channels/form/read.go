package form

import (
	"net/url"

	"github.com/samedoor/samedoor/services"
)

// Read takes a question's parts out of a posted form. Names that are no part of the question are left behind.
func Read(q *services.Question, posted url.Values) services.Input {
	in := services.Input{Fields: map[string][]string{}}
	for _, p := range Parts(q) {
		if v, ok := posted[p]; ok {
			in.Fields[p] = v
		}
	}
	for _, p := range []string{"unknown", "park"} { // of every question
		if v, ok := posted[p]; ok && q.Kind != services.Info {
			in.Fields[p] = v
		}
	}
	if q.Kind == services.List {
		readList(posted, in.Fields)
	}
	return in
}

// Parts are the form names of a question.
func Parts(q *services.Question) []string {
	var own []string
	switch q.Kind {
	case services.Date:
		own = []string{"day", "month", "year"}
	case services.Month:
		own = []string{"month", "year"}
	case services.Address:
		own = []string{"line1", "line2", "town", "county", "postcode", "no-fixed"}
		if q.Abroad {
			own = append(own, "country")
		}
	case services.Bank:
		own = []string{"holder", "sort", "account", "roll"}
	case services.Signature:
		own = []string{"value", "agree"}
	case services.Choice, services.Choices, services.YesNo:
		own = []string{"value", "other"}
	case services.Declaration:
		own = []string{"agree"}
	case services.File:
		own = []string{"later", "op", "row"}
	case services.List:
		own = append([]string{"op", "row"}, fieldParts(q)...)
	case services.Somebody:
		own = fieldParts(q)
	default:
		own = []string{"value"}
	}
	if q.Optional {
		own = append(own, "skip")
	}
	return own
}

// fieldParts are the form names of the fields of a list or a person.
func fieldParts(q *services.Question) []string {
	var names []string
	for i := range q.Fields {
		f := &q.Fields[i]
		parts := Parts(f)
		if f.Unknown {
			parts = append(parts, "unknown")
		}
		for _, p := range parts {
			if p == "value" {
				names = append(names, f.ID)
			} else {
				names = append(names, f.ID+"."+p)
			}
		}
	}
	return names
}

// readList turns the "is there another?" of a list page into the list's own operations.
func readList(posted url.Values, fields map[string][]string) {
	switch posted.Get("another") {
	case "yes":
		fields["op"] = []string{"more"}
	case "no":
		fields["op"] = []string{"done"}
	}
	if len(fields["op"]) == 0 {
		fields["op"] = []string{"add"}
	}
}
