package sms

import "github.com/samedoor/samedoor/services"

// askRows asks what is pending in a list or of a person: a field of the row at hand, or whether there is another. From the second row
// on each field says whose it is.
func (in AskInput) askRows(w services.Wording) Asked {
	q := in.Question
	var v *services.Value
	if given, ok := in.Answers[q.ID]; ok && !(given.Done && q.Kind == services.Somebody) {
		v = &given
	}
	field, row, another := q.Pending(v)
	if another || field == nil && q.Kind == services.List {
		return Asked{Body: lines(w.SMS, in.say("another"))}
	}
	if field == nil {
		field, row = &q.Fields[0], 0
	}
	fw := w.Fields[field.ID]
	first := row == 0 && field == &q.Fields[0]
	switch {
	case first:
	case q.Kind == services.Somebody:
		fw = whose(fw, in.say("about", "label", w.Label, "ask", fw.SMS))
	case row > 0:
		fw = whose(fw, in.say("turn", "label", w.Label, "n", row+1, "ask", fw.SMS))
	}
	asked := in.askOne(field, fw)
	if first {
		asked.Body = lines(in.read(w, w.SMS), asked.Body, in.none(q))
	}
	return asked
}

// whose is a field's wording that begins with whose it is, and says how to reply as the field itself would.
func whose(w services.Wording, text string) services.Wording {
	if w.SMS == w.Ask {
		w.Ask = text
	}
	w.SMS = text
	return w
}

// none says how to say that there is nothing to list, or nobody.
func (in AskInput) none(q *services.Question) string {
	switch {
	case q.Optional && !q.Fields[0].Optional:
		return in.say("skip")
	case q.Kind == services.List && q.Min == 0:
		return in.say("any")
	}
	return ""
}
