-- Names and reasons are one line without blanks at its ends, in any script, as the core has it.

ALTER TABLE accounts ADD CONSTRAINT accounts_name_line CHECK (
    name !~ '^[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]'
    AND name !~ '[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$'
);

ALTER TABLE patients ADD CONSTRAINT patients_name_line CHECK (
    name !~ '^[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]'
    AND name !~ '[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$'
);

ALTER TABLE vital_history ADD CONSTRAINT vital_history_reason_line CHECK (
    reason !~ '[\u0001-\u001f\u007f-\u009f\u2028\u2029]'
    AND reason !~ '^[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]'
    AND reason !~ '[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]$'
);
