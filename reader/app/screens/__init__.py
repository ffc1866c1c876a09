"""The screens that are put over the main one."""
