package proof

import (
	"slices"
	"time"
)

// Positions are who may vouch: somebody whose standing would suffer if what they say were false; worded by lang "proof.positions.<code>".
var Positions = [...]string{"accountant", "armed-forces-officer", "bank-official", "care-home-manager", "charity-manager", "chemist", "civil-servant",
	"councillor", "dentist", "doctor", "engineer", "faith-leader", "fire-officer", "head-teacher", "hostel-manager", "housing-officer", "journalist",
	"justice-of-the-peace", "lawyer", "member-of-parliament", "nurse", "optician", "police-officer", "post-office-manager", "prison-officer",
	"probation-officer", "social-worker", "support-worker", "surveyor", "teacher", "union-officer", "youth-worker"}

// Identified are how we know that a voucher is who they say, surest first; worded by lang "proof.identified.<code>".
var Identified = [...]string{"proven", "register", "work-card", "letterhead"}

// VouchMethods are how somebody vouches, surest first; worded by lang "proof.vouch_methods.<code>".
var VouchMethods = [...]string{"together", "photo-signed", "call-back", "letter"}

// What keeps a vouch from counting; worded by lang "proof.problems.<code>".
const (
	NotOfStanding = "not-of-standing" // the position is none of Positions
	TooClose      = "too-close"       // family, the same household, or paid by the person
	TooShort      = "known-too-short" // known for less than half a year
	NotIdentified = "not-identified"  // nobody looked who the voucher is
	NoMethod      = "no-method"       // it is not said how they vouched
	BeforeBirth   = "known-before-born"
)

// Vouch is what a voucher and their knowing somebody come to.
type Vouch struct {
	Position     string
	IdentifiedBy string
	Method       string
	Close        bool // family, the same household, or paid by the person
	Since        time.Time
	Born         time.Time // of who is vouched for; zero where not known
	Certificate  bool      // a birth or adoption certificate of theirs is on record
}

// Parent is the position of a parent of somebody under 18, who is no person of standing but vouches in a way of their own; worded as
// the other positions.
const Parent = "parent"

// What keeps a parent from vouching, beside what keeps others; worded by lang "proof.problems.<code>".
const (
	NotAChild     = "not-a-child"          // or their age is not known
	NoCertificate = "certificate-required" // which names the parents, to hold against
	NotProven     = "parent-not-proven"    // themselves
	NotTogether   = "parent-not-together"  // child and parent must be there
)

// parent is what a parent's word is worth: no evidence of its own, but who brings a child whose birth certificate names them, and is
// proven themselves, ties the child to it. It counts until the child is of age.
func (v Vouch) parent(on time.Time) (w Worth, until time.Time, problems []string) {
	of := v.Born.AddDate(18, 0, 0)
	for _, x := range []struct {
		is   bool
		code string
	}{
		{v.Born.IsZero() || !on.Before(of), NotAChild},
		{!v.Certificate, NoCertificate},
		{v.IdentifiedBy != "proven", NotProven},
		{v.Method != "together", NotTogether},
	} {
		if x.is {
			problems = append(problems, x.code)
		}
	}
	if len(problems) > 0 {
		return Worth{}, time.Time{}, problems
	}
	until = on.AddDate(0, 0, vouchedForDays)
	if eve := of.AddDate(0, 0, -1); eve.Before(until) {
		until = eve
	}
	return Worth{Verification: 2}, until, nil
}

// vouchedForDays is how long a vouch counts at most: two years.
const vouchedForDays = 730

// Worth is what it is worth on a day, and until when; or why it is worth nothing.
//
// The voucher stands for one piece of evidence. It is as valid as the voucher is known to be who they say; their having known the
// person for long is activity; and who stood beside the person, or signed a photo of them, ties it to that person.
func (v Vouch) Worth(on time.Time) (w Worth, until time.Time, problems []string) {
	if v.Position == Parent {
		return v.parent(on)
	}
	months := int(on.Sub(v.Since).Hours() / 24 / 30)
	for _, x := range []struct {
		is   bool
		code string
	}{
		{!slices.Contains(Positions[:], v.Position), NotOfStanding},
		{v.Close, TooClose},
		{v.Since.IsZero() || months < 6, TooShort},
		{!v.Since.IsZero() && !v.Born.IsZero() && v.Since.Before(v.Born), BeforeBirth},
		{!slices.Contains(Identified[:], v.IdentifiedBy), NotIdentified},
		{!slices.Contains(VouchMethods[:], v.Method), NoMethod},
	} {
		if x.is {
			problems = append(problems, x.code)
		}
	}
	if len(problems) > 0 {
		return Worth{}, time.Time{}, problems
	}
	w = Worth{Piece: Piece{2, 1}, Activity: History(v.Since, on), Verification: 1}
	if v.IdentifiedBy == "proven" || v.IdentifiedBy == "register" {
		w.Validity = 2
	}
	switch v.Method {
	case "together":
		w.Verification = 3
	case "photo-signed":
		w.Verification = 2
	}
	return w, on.AddDate(0, 0, vouchedForDays), nil
}
