package services

import (
	"time"

	"github.com/samedoor/samedoor/lang"
)

// Value is what an answer means, the same whatever door it came through. Which field is set depends on the question's kind.
// It is stored as JSON; an empty field is left out.
type Value struct {
	Text    string       `json:"text,omitempty"`   // text, long-text, name, phone (E.164), email, postcode, nino, number (canonical)
	Choice  []string     `json:"choice,omitempty"` // option codes, in the order of the definition; "yes"/"no"
	Other   string       `json:"other,omitempty"`  // the "say what" of Question.Other
	Date    *Day         `json:"date,omitempty"`
	Address *PostAddress `json:"address,omitempty"`
	Rows    []Row        `json:"rows,omitempty"`
	Done    bool         `json:"done,omitempty"` // List: nothing more to add
	Files   []FileRef    `json:"files,omitempty"`
	Later   bool         `json:"later,omitempty"`   // File: will come by another door
	Agreed  string       `json:"agreed,omitempty"`  // Declaration: "version/lang" of the wording agreed to
	Skipped bool         `json:"skipped,omitempty"` // an optional question left blank
	Bank    *BankDetails `json:"bank,omitempty"`
	Unknown bool         `json:"unknown,omitempty"` // they said that they do not know
	Parked  bool         `json:"parked,omitempty"`  // put off: asked again after everything else, and not ready before
}

// BankDetails is an account at a bank or a building society. That the number belongs to the sort code is not checked: the
// table for it (Vocalink's modulus weights) may not be kept here.
type BankDetails struct {
	Holder   string `json:"holder"`
	SortCode string `json:"sortCode"`       // six digits
	Account  string `json:"account"`        // eight digits
	Roll     string `json:"roll,omitempty"` // of a building society
}

// Row is one item of a list: field id to value.
type Row map[string]Value

// Day is a calendar day without a clock or a zone. D is 0 where only month and year are known, M too where only the year is.
type Day struct {
	Y int        `json:"y"`
	M time.Month `json:"m"`
	D int        `json:"d"`
}

// DayOf is the calendar day of t in t's own zone.
func DayOf(t time.Time) Day { y, m, d := t.Date(); return Day{y, m, d} }

// Time is midnight UTC of the day, for writing it into a date column or on paper.
func (d Day) Time() time.Time { return time.Date(d.Y, d.M, d.D, 0, 0, 0, 0, time.UTC) }

// PostAddress is a UK postal address, or none where the person has no fixed one.
type PostAddress struct {
	Lines    []string `json:"lines,omitempty"`    // house and street, town, county: without the postcode
	Postcode string   `json:"postcode,omitempty"` // 'ZA1 1AA'
	NoFixed  bool     `json:"noFixed,omitempty"`
	Country  string   `json:"country,omitempty"` // in English; "" is the United Kingdom
}

// FileRef points to a stored document.
type FileRef struct {
	ID   int64  `json:"id"`
	Name string `json:"name"`
	Kind string `json:"kind,omitempty"` // a code of Question.Accept
	Seen bool   `json:"seen,omitempty"` // seen across the desk, no copy kept
}

// Answers are the answers of a draft by question id.
type Answers map[string]Value

// Input is what a door read, before anything is decided about its meaning. A door sets either Fields (it asked in parts) or
// Text (a citizen wrote freely), never a meaning.
//
// Parts by kind: "value" (all single-line kinds, choice codes, one entry a choice), "other", "day" "month" "year",
// "line1" "line2" "town" "county" "postcode" "no-fixed" "country", "holder" "sort" "account" "roll" (bank), "later" = "yes",
// "skip" = "yes", "agree" = "yes"; of every kind "unknown" = "yes" (they do not know) and "park" = "yes" (come back to it).
// A signature is "value", the name signed with, and "agree". A month is "month" and "year".
// A person is "<field>" or "<field>.<part>" for each field.
// Lists: "op" = add | set | remove | done | more, "row" = index from 0 for set and remove, and "<field>" or
// "<field>.<part>" for each field of the row.
type Input struct {
	Fields map[string][]string
	Text   string
	Files  []FileRef // files already stored by the door
	Lang   lang.Lang // the language the door asked in; zero is English. A declaration is agreed to in it.
}

// Get is the first value of a part, or "".
func (in Input) Get(part string) string {
	if v := in.Fields[part]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// Problem is one thing wrong with an answer, in no language yet. Its sentence is problems.<Code> of the wording or of lang.
type Problem struct {
	Question string         `json:"question"`
	Field    string         `json:"field,omitempty"` // the part it belongs to, for the link in the error summary
	Code     string         `json:"code"`            // 'date-not-real', 'too-long', 'required' …
	Vars     map[string]any `json:"vars,omitempty"`
}

// Problems are a person's mistakes: not an error. Empty means none.
type Problems []Problem
