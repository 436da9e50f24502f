// Package repotest holds tests of the repository itself: which package may
// import which, and how long a file may get.
package repotest
