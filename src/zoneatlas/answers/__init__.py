"""What one can ask of a plan. Every answer is a frozen record; how it is shown is the views' business."""
