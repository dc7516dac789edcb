package services

import (
	"maps"
	"strconv"
	"strings"
)

// Pending is what a list asks next: a field of its last, unfinished row, or (another=true) whether there is more. A list
// that is done has nothing pending. Of a person it is the next field; there is never another.
func (q *Question) Pending(v *Value) (field *Question, row int, another bool) {
	switch {
	case len(q.Fields) == 0:
		return nil, 0, false
	case v == nil || len(v.Rows) == 0 && !v.Done && !v.Skipped && (!v.Unknown || v.Parked):
		return &q.Fields[0], 0, false
	case v.Done || v.Skipped || len(v.Rows) == 0:
		return nil, len(v.Rows), false
	}
	last := len(v.Rows) - 1
	if f := q.gap(v.Rows[last]); f != nil {
		return f, last, false
	}
	return nil, len(v.Rows), q.Kind == List
}

// gap is the first field of a row without an answer.
func (q *Question) gap(row Row) *Question {
	for i := range q.Fields {
		f := &q.Fields[i]
		if cell, ok := row[f.ID]; !ok || !f.Complete(cell) {
			return f
		}
	}
	return nil
}

// list grows a list by one step. The value may well be unfinished: that is no problem but an answer on its way.
func (r *reading) list() (Value, Problems) {
	v := Value{Done: r.prev.Done}
	for _, row := range r.prev.Rows { // cells of rows are replaced, never changed in place
		v.Rows = append(v.Rows, maps.Clone(row))
	}
	if r.in.Get("skip") == "yes" {
		return r.skip()
	}
	if r.free() {
		return r.converse(v)
	}
	switch r.in.Get("op") {
	case "remove":
		if i := r.row(len(v.Rows)); i < len(v.Rows) {
			v.Rows = append(v.Rows[:i], v.Rows[i+1:]...)
		}
		v.Done = false
		return v, nil
	case "more":
		return r.more(v)
	case "set":
		return r.put(v, r.row(len(v.Rows)))
	case "done", "":
		if r.filled() {
			var wrong Problems
			if v, wrong = r.put(v, unfinished(v)); len(wrong) > 0 {
				return Value{}, wrong
			}
		}
		return r.done(v)
	default: // add
		return r.put(v, unfinished(v))
	}
}

// row is the index that was sent, or after where it is none: somebody else may have taken the row away meanwhile.
func (r *reading) row(after int) int {
	i, err := strconv.Atoi(r.in.Get("row"))
	if err != nil || i < 0 || i > after {
		return after
	}
	return i
}

// unfinished is the index of a last row that was begun and is still empty, else of a new one.
func unfinished(v Value) int {
	if n := len(v.Rows); n > 0 && len(v.Rows[n-1]) == 0 {
		return n - 1
	}
	return len(v.Rows)
}

// filled says whether any field of a row was sent with something in it.
func (r *reading) filled() bool {
	for i := range r.q.Fields {
		if cell := r.cell(&r.q.Fields[i]); !cell.blank(r.q.Fields[i].Kind) || cell.Get("unknown") == "yes" {
			return true
		}
	}
	return false
}

// cell is the input of one field: "<field>" is its value, "<field>.<part>" a part.
func (r *reading) cell(f *Question) Input {
	in := Input{Fields: map[string][]string{"value": nil}, Lang: r.in.Lang}
	for part, values := range r.in.Fields {
		if part == f.ID {
			in.Fields["value"] = values
		} else if name, found := strings.CutPrefix(part, f.ID+"."); found {
			in.Fields[name] = values
		}
	}
	return in
}

// put writes the row that was sent at i, every field of it or nothing.
func (r *reading) put(v Value, i int) (Value, Problems) {
	if r.q.Kind == List && i >= r.q.Limit() {
		return Value{}, r.wrong("too-many", "", "max", r.q.Limit())
	}
	row, wrong := Row{}, Problems(nil)
	for j := range r.q.Fields {
		f := &r.q.Fields[j]
		cell, bad := r.field(f, r.cell(f))
		if len(bad) > 0 {
			wrong = append(wrong, bad...)
			continue
		}
		row[f.ID] = cell
	}
	if len(wrong) > 0 {
		return Value{}, wrong
	}
	if i == len(v.Rows) {
		v.Rows = append(v.Rows, Row{})
	}
	v.Rows[i], v.Done = row, false
	return v, nil
}

// field reads one field. It cannot be put off by itself: what is put off is the whole question.
func (r *reading) field(f *Question, in Input) (Value, Problems) {
	inner := &reading{s: r.s, q: f, in: in, today: r.today, offered: all(f)}
	v, wrong := inner.value()
	if v.Parked {
		v, wrong = Value{}, inner.wrong("unknown-not-taken", "")
	}
	return v, r.under(f, wrong)
}

func (r *reading) more(v Value) (Value, Problems) {
	if len(v.Rows) >= r.q.Limit() {
		return Value{}, r.wrong("too-many", "", "max", r.q.Limit())
	}
	if n := len(v.Rows); n == 0 || len(v.Rows[n-1]) > 0 {
		v.Rows = append(v.Rows, Row{})
	}
	v.Done = false
	return v, nil
}

// done closes a list. A last row that was begun and left empty is dropped; one that is half filled is not.
func (r *reading) done(v Value) (Value, Problems) {
	if n := len(v.Rows); n > 0 && len(v.Rows[n-1]) == 0 {
		v.Rows = v.Rows[:n-1]
	}
	if len(v.Rows) == 0 && r.q.Optional {
		return Value{Skipped: true}, nil
	}
	v.Done = true
	if len(v.Rows) == 0 && r.q.Min == 0 {
		return v, nil
	}
	if wrong := r.rows(v); len(wrong) > 0 {
		return Value{}, wrong
	}
	return v, nil
}

// converse takes what somebody wrote freely for what is pending: a field of the row at hand, or whether there is more.
func (r *reading) converse(v Value) (Value, Problems) {
	word := fold(r.in.Text)
	f, row, another := r.q.Pending(&v)
	if f == nil && !another {
		v.Done, another = false, true
	}
	switch {
	case another && (isNo(word) || doneWords[word] || skipWords[word] || unknownWords[word]):
		return r.done(v)
	case another && (isYes(word) || moreWords[word]):
		return r.more(v)
	case another: // the next thing itself, without a yes before it
		f, row = &r.q.Fields[0], len(v.Rows)
	case f == &r.q.Fields[0] && r.closes(f, word):
		if len(v.Rows) <= 1 && r.q.Min > 0 && !r.q.Optional {
			return Value{}, r.wrong("required", "")
		}
		return r.done(v)
	}
	if row >= r.q.Limit() {
		return Value{}, r.wrong("too-many", "", "max", r.q.Limit())
	}
	cell, wrong := r.field(f, Input{Text: r.in.Text, Lang: r.in.Lang})
	if len(wrong) > 0 {
		return Value{}, wrong
	}
	if row == len(v.Rows) {
		v.Rows = append(v.Rows, Row{})
	}
	v.Rows[row][f.ID] = cell
	if r.q.gap(v.Rows[row]) == nil && len(v.Rows) >= r.q.Limit() {
		return r.done(v) // full: nothing more to ask
	}
	return v, nil
}

// closes says whether a word written where the first field of a row is asked means that there is no such row: "none", "done",
// and "no" where that is no answer to the field itself.
func (r *reading) closes(f *Question, word string) bool {
	return doneWords[word] && !isMark(word) || skipWords[word] || isNo(word) && f.Kind != YesNo ||
		unknownWords[word] && r.q.Optional && !f.Unknown && !f.Optional
}

func isMark(word string) bool { return word == "1" || word == "2" }
