"""From records to figures that are safe, traced and true: counted, protected, attacked, released."""
