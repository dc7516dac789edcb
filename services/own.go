package services

// ForSomebodyElse says whether these answers are given for somebody other than the person who gives them: then their own name
// and address are not what is asked for, and the "them" wording is used.
func (s *Service) ForSomebodyElse(a Answers) bool { return s.aboutThem(a) }
